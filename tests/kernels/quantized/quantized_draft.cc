// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/kernels/quantized/quantized_draft.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::kernels::testing {

using tensor::DataType;
using tensor::HostTensor;

DataType random_byte(Random& random) { return flip(random) ? DataType::kInt8 : DataType::kUInt8; }

DataType random_value_type(Random& random) {
  return pick(random, 0, 2) == 0 ? DataType::kFloat32 : random_byte(random);
}

Requantization random_requantization(DataType x, const tensor::TensorDesc& y, double depth,
                                     Random& random) {
  const auto zero = [&](DataType type) {
    if (flip(random)) return int64_t{0};
    return type == DataType::kUInt8 ? pick(random, 0, 255) : pick(random, -128, 127);
  };
  Requantization drawn;
  drawn.x_zero = zero(x);
  drawn.residual_scale = 0.05;
  drawn.residual_zero = zero(DataType::kUInt8) / 2;
  if (y.type != DataType::kFloat32) {
    drawn.y_scale = 0.01 * std::sqrt(depth) * 64;
    drawn.y_zero = zero(y.type);
  }
  drawn.activation = {static_cast<ActivationKind>(pick(random, 0, 11)), 0.2, 0.9};
  return drawn;
}

std::vector<HostTensor> quantized_operands(const Problem& problem, Random& random) {
  std::vector<HostTensor> operands = random_operands(problem, random);
  for (HostTensor& operand : operands) {
    if (!operand.defined() || !is_byte(operand.type())) continue;
    const bool is_signed = operand.type() == DataType::kInt8;
    for (int64_t i = 0; i < operand.count(); ++i) {
      operand.set_integer(i, is_signed ? pick(random, -128, 127) : pick(random, 0, 255));
    }
  }
  for (float& scale : operands[kScale].as<float>()) scale = 0.01f + std::abs(scale) * 0.001f;
  return operands;
}

int64_t expect_within_a_quantum(const HostTensor& expected, const HostTensor& actual,
                                const std::string& what) {
  int64_t different = 0;
  const bool is_float = expected.type() == DataType::kFloat32;
  for (int64_t i = 0; i < expected.count(); ++i) {
    const double wanted = expected.value_at(i), given = actual.value_at(i);
    different += wanted != given;
    const double limit = is_float ? 1e-4 * std::max(1.0, std::abs(wanted)) : 1.0;
    EXPECT_LE(std::abs(wanted - given), limit) << what << " element " << i;
    if (std::abs(wanted - given) > limit) break;
  }
  return different;
}

}  // namespace nightjar::kernels::testing
