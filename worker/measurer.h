// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The measuring half of a worker, as the talking half sees it.
#pragma once

#include <optional>

#include "worker/session.h"

namespace nightjar::worker {

/// Does one job at a time. Whatever it says about a job it was told to stop is never heard.
class Measurer {
 public:
  virtual ~Measurer() = default;
  /// Begins the job; an error means that it has not begun.
  virtual Status start(const wire::Lease& lease) = 0;
  /// Ends the job in hand, if any, at once.
  virtual void stop() = 0;
  /// Readable when there is something to hear; -1 without a job.
  virtual int fd() const = 0;
  /// The next thing heard: a stage, the job's end, or a death. Never waits.
  virtual std::optional<Event> hear() = 0;
};

}  // namespace nightjar::worker
