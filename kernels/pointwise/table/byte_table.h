// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// An expression of one byte that gives a byte, as the 256 answers it has.
#pragma once

#include <array>
#include <cstdint>

#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {

using ByteTable = std::array<uint8_t, 256>;

/// The shapes are equal, so that input and output run side by side.
bool is_one_byte_each(const PointwiseProblem& problem);

/// Plain answers for every byte, by the byte's bits; for a problem of which that is true.
Result<ByteTable> make_byte_table(const Problem& problem);

}  // namespace nightjar::kernels::pointwise
