// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Measures loading: from a plan in a file to the first answer.
#pragma once

#include "worker/runners/executor.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

/// A sample maps and checks the file, opens its kernels, makes a context and runs one inference.
/// Samples are warm: the file is in the page cache and the process has loaded it before. The cold
/// load, the first of the process with the file's pages dropped, has a row of its own among the
/// layers, beside the median of each phase.
class LoadRunner final : public Executor {
 public:
  /// `workplace` outlives the runner.
  explicit LoadRunner(const Workplace& workplace) : workplace_(workplace) {}
  Status check_ready(const wire::Lease&) override { return {}; }
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  Result<record::JobResult> measure(const wire::Lease& lease, const Monitor& monitor) const;

  const Workplace& workplace_;
};

}  // namespace nightjar::runners
