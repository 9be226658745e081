// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The talking half of a worker: one loop with the channel, the measurer and the clock.
#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "wire/channel.h"
#include "worker/measurer.h"
#include "worker/session.h"

namespace nightjar::worker {

/// What the loop stands on; all of it outlives the loop.
struct TalkSetting {
  wire::ClientChannel& channel;
  Measurer& measurer;
  const Clock& clock;
  int stop_fd = -1;  ///< Readable once the worker shall end; none below 0.
  std::function<void(const std::string&)> say = [](const std::string&) {};  ///< For people.
};

/// Runs until told to leave or asked to stop. It sleeps in between and every wait has a deadline.
void talk(SessionState state, const TalkSetting& setting);

}  // namespace nightjar::worker
