// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A row of scores to the shares of its keys, but for a factor.
#pragma once

#include <cstdint>

namespace nightjar::kernels::attention {

/// row = exp(row - its maximum); returns the factor that makes the sum one. A row that sees no key,
/// all -inf or empty, becomes zeros, and so does its factor.
float exponentials(float* row, int64_t count);

}  // namespace nightjar::kernels::attention
