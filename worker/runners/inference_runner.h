// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Measures inference: plan, samples, per-layer rows, accuracy.
#pragma once

#include "worker/runners/executor.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

class InferenceRunner final : public Executor {
 public:
  /// `workplace` outlives the runner.
  explicit InferenceRunner(const Workplace& workplace) : workplace_(workplace) {}
  Status check_ready(const wire::Lease& lease) override;
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  Result<record::JobResult> measure(const wire::Lease& lease, const Monitor& monitor) const;

  const Workplace& workplace_;
};

}  // namespace nightjar::runners
