// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace nightjar::build {
namespace {

using tensor::DataType;
using tensor::HostTensor;

Error disagreement(int64_t index, double expected, double answer) {
  return internal_error(
      fmt::format("element {} is {:.9g}, the plain answer is {:.9g}", index, answer, expected));
}

Status check_floats(const HostTensor& expected, const HostTensor& answer) {
  double largest = 0;
  for (int64_t i = 0; i < expected.count(); ++i) {
    const double value = std::abs(expected.value_at(i));
    if (std::isfinite(value)) largest = std::max(largest, value);
  }
  const double limit = allowed_error(expected.type()) * std::max(largest, 1e-6);
  double worst = 0;
  int64_t worst_index = -1;
  for (int64_t i = 0; i < expected.count(); ++i) {
    const double a = expected.value_at(i), b = answer.value_at(i);
    if (a == b || (std::isnan(a) && std::isnan(b))) continue;
    const double difference = std::abs(a - b);
    if (!std::isfinite(difference)) return disagreement(i, a, b);
    if (difference > worst) {
      worst = difference;
      worst_index = i;
    }
  }
  if (worst <= limit) return {};
  return disagreement(worst_index, expected.value_at(worst_index), answer.value_at(worst_index));
}

}  // namespace

double allowed_error(DataType type) {
  switch (type) {
    case DataType::kFloat64:
      return 1e-10;
    case DataType::kFloat16:
      return 4e-3;
    case DataType::kBFloat16:
      return 2e-2;
    default:
      return 2e-4;
  }
}

Status check_agreement(const HostTensor& expected, const HostTensor& answer) {
  if (expected.type() != answer.type() || expected.dims() != answer.dims()) {
    return internal_error("the output has another type or shape than the plain answer");
  }
  if (tensor::is_float(expected.type())) return check_floats(expected, answer);
  for (int64_t i = 0; i < expected.count(); ++i) {
    if (expected.integer_at(i) != answer.integer_at(i)) {
      return disagreement(i, expected.value_at(i), answer.value_at(i));
    }
  }
  return {};
}

}  // namespace nightjar::build
