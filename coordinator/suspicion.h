// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the verdicts of a run to repeats of what they suspect.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "coordinator/serve.h"
#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/store/store.h"

namespace nightjar::coordinator {

/// What one suspicion may cost. A budget of 0 repeats nothing.
struct ProofPolicy {
  int64_t budget_ns = 60'000'000'000;
  size_t most_old_sides = 5;
};

/// The suspicions that can be put to the proof. Those that cannot, of builds and kernels, are
/// noted in the store with the reason.
Result<std::vector<store::Suspicion>> find_suspicions(store::Store& store,
                                                      const std::vector<record::Verdict>& verdicts,
                                                      const ProofPolicy& policy);

/// Queues repeats of what these verdicts on a finished run suspect, and returns how many; the run
/// is finished again when they are done. None where something of the run has been repeated already:
/// a proof is not put to the proof.
Result<int64_t> prove_suspicions(Server& server, store::Store& store, int64_t run,
                                 const std::vector<record::Verdict>& verdicts,
                                 const ProofPolicy& policy);

}  // namespace nightjar::coordinator
