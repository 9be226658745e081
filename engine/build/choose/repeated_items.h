// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The plain answer for a large batch, from that for a small one whose items it repeats.
#pragma once

#include <cstddef>
#include <span>

#include "engine/build/choose/agreement.h"
#include "engine/build/choose/trial.h"

namespace nightjar::build {

/// Whether every item of a batch is answered by itself, so that repeated items have repeated
/// answers: `plain` is asked for the first half of the trial's batch alone and has to answer as it
/// did for the whole. `half` is the trial's problem bound to half its batch. false, too, where an
/// operand does not grow with the batch, or plain does not solve the half.
bool answers_item_by_item(const kernels::Tactic& plain, const kernels::Problem& half,
                          const Trial& trial);

/// Holds the bytes of an answer against repetitions of `expected`.
Status check_repetitions(const tensor::HostTensor& expected, std::span<const std::byte> answer,
                         Agreement demanded);

}  // namespace nightjar::build
