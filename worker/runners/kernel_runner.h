// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs a case of the Google Benchmark program of the kernels; its repetitions become samples.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "worker/runners/executor.h"

namespace nightjar::runners {

class KernelRunner final : public Executor {
 public:
  /// `program` is the path of nightjar_kernel_bench; its output goes to files in `folder`. It runs
  /// on `cores`, or where this process does when there are none.
  KernelRunner(std::string program, std::string folder, std::vector<int> cores, const Clock& clock)
      : program_(std::move(program)),
        folder_(std::move(folder)),
        cores_(std::move(cores)),
        clock_(clock) {}
  Status check_ready(const wire::Lease& lease) override;
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  Result<record::JobResult> measure(const wire::Lease& lease, const Monitor& monitor) const;
  Result<std::string> run(const wire::Lease& lease, const Monitor& monitor) const;

  std::string program_, folder_;
  std::vector<int> cores_;
  const Clock& clock_;
};

/// Real time of each repetition in nanoseconds, from the program's JSON output. A case that did
/// not run, or reported an error, is an error here.
Result<std::vector<int64_t>> repetitions_from(const std::string& json, const std::string& name);

/// A regular expression for exactly this case.
std::string exact_filter(const std::string& name);

}  // namespace nightjar::runners
