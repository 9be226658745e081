// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How often attribution named the layer and the class of a fault that was put in on purpose.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/record/proof.h"
#include "results/report/calibration/fault_cases.h"
#include "results/report/terminal.h"

namespace nightjar::report {

enum class FaultFinding : uint8_t {
  kUnfit,       ///< The layer cannot have such a fault, or the job failed or was cancelled.
  kTooSmall,    ///< The whole did not change by enough to matter.
  kUnproven,    ///< It may have, and the repeats did not tell.
  kWrongLayer,  ///< Another layer was named first, or none.
  kWrongClass,  ///< The right layer for another reason.
  kRight,
};
const char* to_string(FaultFinding finding);  ///< unfit, too_small, …, right

/// What a fault of this kind is attributed to when all is right.
record::LayerCause cause_of(scenarios::FaultKind kind);

/// Judges what became of a case: `proof` is nullptr where nothing was suspected.
FaultFinding judge_fault(const FaultCase& of, const record::JobResult& result,
                         const record::Proof* proof, double threshold);

/// One case with what came out, for a list of what went wrong.
struct FaultTrial {
  FaultCase of;
  FaultFinding finding = FaultFinding::kUnfit;
  double change = 0;  ///< Of the whole, by the repeats; 0.1 is 10 % slower.
  std::string named;  ///< The attribution that came first, in words; or why there is none.
};
FaultTrial try_fault(const FaultCase& of, const record::JobResult& result,
                     const record::Proof* proof, double threshold);

class FaultScore {
 public:
  void add(FaultTrial trial) { trials_.push_back(std::move(trial)); }
  const std::vector<FaultTrial>& trials() const { return trials_; }
  /// Trials of a kind with this finding.
  int64_t count(scenarios::FaultKind kind, FaultFinding finding) const;
  /// Trials of a kind that changed the whole by enough: all but the unfit and too small ones.
  int64_t counted(scenarios::FaultKind kind) const;

 private:
  std::vector<FaultTrial> trials_;
};

/// A table by kind, the share of right answers with its 95 % interval, and every wrong one.
std::string print_fault_score(const FaultScore& score, const TerminalStyle& style);
std::string print_fault_score_json(const FaultScore& score);

}  // namespace nightjar::report
