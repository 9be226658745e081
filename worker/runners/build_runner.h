// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Measures building: cold build time, rebuild time, plan bytes and peak memory.
#pragma once

#include "worker/runners/executor.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

/// The cold build is the first of a fresh process, from ONNX bytes to plan bytes; nothing kept from
/// earlier jobs is used. The rebuild is the same again in the same process. The plan of the cold
/// build is written and loaded again before it counts.
class BuildRunner final : public Executor {
 public:
  /// `workplace` outlives the runner.
  explicit BuildRunner(const Workplace& workplace) : workplace_(workplace) {}
  Status check_ready(const wire::Lease&) override { return {}; }
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  struct TimedBuild {
    ImportedModel imported;
    std::vector<std::byte> bytes;
    int64_t duration_ns = 0;
  };
  Result<TimedBuild> build(const scenarios::Scenario& scenario, const Monitor& monitor) const;
  Result<record::JobResult> measure(const wire::Lease& lease, const Monitor& monitor) const;

  const Workplace& workplace_;
};

}  // namespace nightjar::runners
