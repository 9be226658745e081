// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random quantised problems with operands over the whole range of their bytes.
#pragma once

#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/quantized_gemm.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::testing {

/// A requantisation whose y neither vanishes nor saturates everywhere.
Requantization random_requantization(tensor::DataType x, const tensor::TensorDesc& y, double depth,
                                     Random& random);

/// Bytes over their whole range, scales around 1/100, other floats in [-1, 1].
std::vector<tensor::HostTensor> quantized_operands(const Problem& problem, Random& random);

/// Counts values that differ, and fails on those that differ by more than one quantum (bytes) or by
/// more than float32's rounding (floats).
int64_t expect_within_a_quantum(const tensor::HostTensor& expected,
                                const tensor::HostTensor& actual, const std::string& what);

tensor::DataType random_byte(Random& random);
tensor::DataType random_value_type(Random& random);

}  // namespace nightjar::kernels::testing
