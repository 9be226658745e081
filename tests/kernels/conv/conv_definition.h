// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolution and its transpose by their definitions, in double: what the tactics are held to.
#pragma once

#include <vector>

#include "kernels/conv/conv.h"
#include "kernels/conv_transpose/conv_transpose.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::testing {

/// Logical row-major y.
std::vector<double> expected_conv(const ConvProblem& conv,
                                  const std::vector<tensor::HostTensor>& inputs);
std::vector<double> expected_conv_transpose(const ConvTransposeProblem& conv,
                                            const std::vector<tensor::HostTensor>& inputs);

}  // namespace nightjar::kernels::testing
