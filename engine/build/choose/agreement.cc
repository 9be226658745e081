// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/common/convert.h"
#include "kernels/gemm/tf32.h"

namespace nightjar::build {
namespace {

using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kElementsPerTie = 1000;

Error disagreement(size_t index, double expected, double answer) {
  return internal_error(
      fmt::format("element {} is {:.9g}, the plain answer is {:.9g}", index, answer, expected));
}

std::vector<double> values_of(const HostTensor& tensor) {
  std::vector<double> values(static_cast<size_t>(tensor.count()));
  if (const auto load = kernels::load_function<double>(tensor.type()); load != nullptr) {
    load(tensor.bytes(), tensor.count(), values.data());
    return values;
  }
  for (size_t i = 0; i < values.size(); ++i) values[i] = tensor.value_at(static_cast<int64_t>(i));
  return values;
}

Status check_floats(const HostTensor& expected, const HostTensor& answer, bool in_tf32) {
  const std::vector<double> wanted = values_of(expected), given = values_of(answer);
  double largest = 0;
  for (const double value : wanted) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  const double limit = allowed_error(expected.type(), in_tf32) * std::max(largest, 1e-6);
  double worst = 0;
  size_t worst_index = 0;
  for (size_t i = 0; i < wanted.size(); ++i) {
    const double a = wanted[i], b = given[i];
    if (a == b || (std::isnan(a) && std::isnan(b))) continue;
    const double difference = std::abs(a - b);
    if (!std::isfinite(difference)) return disagreement(i, a, b);
    if (difference > worst) {
      worst = difference;
      worst_index = i;
    }
  }
  if (worst <= limit) return {};
  return disagreement(worst_index, wanted[worst_index], given[worst_index]);
}

}  // namespace

double allowed_error(DataType type, bool in_tf32) {
  // As many bits as float16 while multiplying, and y is not rounded to them.
  constexpr double kTf32Error = 2e-3;
  if (in_tf32 && type == DataType::kFloat32) return kTf32Error;
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

Agreement agreement_of(const kernels::Problem& problem) {
  const bool is_quantized = problem.family.starts_with("quantized_");
  return {is_quantized ? Integers::kRequantised : Integers::kEqual, kernels::allows_tf32(problem)};
}

Status check_agreement(const HostTensor& expected, const HostTensor& answer, Agreement demanded) {
  if (expected.type() != answer.type() || expected.dims() != answer.dims()) {
    return internal_error("the output has another type or shape than the plain answer");
  }
  if (tensor::is_float(expected.type())) return check_floats(expected, answer, demanded.in_tf32);
  const bool may_round = demanded.integers == Integers::kRequantised;
  int64_t ties_left = may_round ? expected.count() / kElementsPerTie + 1 : 0;
  for (int64_t i = 0; i < expected.count(); ++i) {
    const int64_t difference = expected.integer_at(i) - answer.integer_at(i);
    if (difference == 0) continue;
    if (std::abs(difference) > 1 || ties_left-- == 0) {
      return disagreement(static_cast<size_t>(i), expected.value_at(i), answer.value_at(i));
    }
  }
  return {};
}

}  // namespace nightjar::build
