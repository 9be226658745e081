// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Measures in a process of its own, a fresh one for each job.
#pragma once

#include <optional>

#include "worker/child_process.h"
#include "worker/measurer.h"

namespace nightjar::worker {

class ChildMeasurer final : public Measurer {
 public:
  explicit ChildMeasurer(ChildSpec spec) : spec_(std::move(spec)) {}

  /// Starts a process, hears what it says of its device, and ends it.
  Result<record::Environment> ask_environment();

  Status start(const wire::Lease& lease) override;
  void stop() override { child_.reset(); }
  int fd() const override { return child_ ? child_->link().fd() : -1; }
  std::optional<Event> hear() override;

 private:
  Event event_of(const Frame& frame);
  Event died(const std::string& how);

  ChildSpec spec_;
  std::optional<ChildProcess> child_;  // with a job only
  int64_t job_id_ = 0, token_ = 0;
};

}  // namespace nightjar::worker
