// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What must hold between the tensors and steps of a plan before anything runs on its word.
#pragma once

#include "engine/plan/plan.h"

namespace nightjar::plan {

/// Every index is in range and every alias points backwards; the reader has seen to that. Refuses
/// an alias of more bytes than what it shares, constants a step uses without bytes or writes to,
/// and inputs and outputs that nobody could give memory to. The error names the tensor.
Status check_graph(const Plan& plan);

/// Bytes of a tensor with these extents. Refuses more than any machine has, so that sums of as many
/// as a plan may hold stay far from the end of 64 bits.
Result<uint64_t> checked_bytes(const PlanTensor& tensor, const tensor::Dims& dims);

}  // namespace nightjar::plan
