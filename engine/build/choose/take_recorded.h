// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a recorded choice to one that this program stands for.
#pragma once

#include "engine/build/choose/choice.h"
#include "engine/build/program.h"

namespace nightjar::build {

/// What verifying a choice needs.
struct VerifyingPlace {
  const tensor::SymbolValues& symbols;
  device::Device& device;
  uint64_t seed;
  const std::vector<const kernels::Tactic*>& user_tactics;
};

/// The digest of what `candidate` answers to the step under the place's extents, checked against
/// the plain answer and once more for repeating itself; the reason when it is wrong.
Result<std::string> verify_answer(const Program& program, const ProgramStep& step,
                                  const Candidate& candidate, const VerifyingPlace& place);

/// The recorded choice as it is, when the build that wrote it had verified it; one that was
/// changed by hand is verified now. A tactic that is unknown here, does not take the problem or
/// gives a wrong answer is refused with the reason.
Result<Choice> take_recorded(const Program& program, const ProgramStep& step,
                             const DecidedStep& recorded, const VerifyingPlace& place);

}  // namespace nightjar::build
