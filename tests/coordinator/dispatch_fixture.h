// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Steps a dispatcher's state by hand, for its tests.
#pragma once

#include <gtest/gtest.h>

#include <variant>
#include <vector>

#include "coordinator/dispatch.h"
#include "tests/coordinator/examples.h"

namespace nightjar::coordinator {

using Duty = wire::DesiredState::Duty;

/// Steps a state and keeps what the last step decided.
class DispatchTest : public testing::Test {
 protected:
  void happen(const Event& event) {
    Step next = step(std::move(state_), event, now_ns_);
    state_ = std::move(next.state);
    effects_ = std::move(next.effects);
  }

  wire::DesiredState hear(const wire::WorkerState& worker) {
    happen(WorkerSpoke{worker});
    const auto* answer = effects_.empty() ? nullptr : std::get_if<Answer>(&effects_.back());
    EXPECT_NE(answer, nullptr) << "the answer is the last effect";
    return answer == nullptr ? wire::DesiredState{} : answer->desired;
  }

  void add_jobs(std::vector<store::Job> jobs) { happen(JobsAdded{std::move(jobs), {}}); }

  void pass_seconds(double seconds) { now_ns_ += static_cast<int64_t>(seconds * 1e9); }

  template <typename T>
  std::vector<T> effects_of() const {
    std::vector<T> found;
    for (const Effect& effect : effects_) {
      if (const T* match = std::get_if<T>(&effect)) found.push_back(*match);
    }
    return found;
  }

  State state_;
  int64_t now_ns_ = 1'000 * kSecondNs;
  std::vector<Effect> effects_;
};

}  // namespace nightjar::coordinator
