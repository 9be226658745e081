// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "kernels/common/convert.h"
#include "kernels/gemm/tf32.h"

namespace nightjar::build {
namespace {

using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kElementsPerTie = 1000;
constexpr size_t kRun = 1024;  // values that are compared at a time

Error disagreement(size_t index, double expected, double answer) {
  return internal_error(
      fmt::format("element {} is {:.9g}, the plain answer is {:.9g}", index, answer, expected));
}

/// Values of a float tensor, from `first` on.
void read_values(const HostTensor& tensor, size_t first, std::span<double> values) {
  if (const auto load = kernels::load_function<double>(tensor.type()); load != nullptr) {
    const size_t offset = tensor::bytes_for(tensor.type(), static_cast<int64_t>(first));
    load(tensor.bytes() + offset, static_cast<int64_t>(values.size()), values.data());
    return;
  }
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = tensor.value_at(static_cast<int64_t>(first + i));
  }
}

/// Whether the two are equal, or both are none; an infinity differs from all but itself.
bool is_same(double one, double other) {
  return one == other || (std::isnan(one) && std::isnan(other));
}

Status check_floats(const HostTensor& expected, const HostTensor& answer, bool in_tf32) {
  std::array<double, kRun> wanted, given;
  double largest = 0, worst = 0, wanted_there = 0, given_there = 0;
  size_t worst_index = 0;
  const auto count = static_cast<size_t>(expected.count());
  for (size_t first = 0; first < count; first += kRun) {
    const size_t length = std::min(kRun, count - first);
    read_values(expected, first, std::span(wanted).first(length));
    read_values(answer, first, std::span(given).first(length));
    for (size_t i = 0; i < length; ++i) {
      const double magnitude = std::abs(wanted[i]);
      if (magnitude > largest && std::isfinite(magnitude)) largest = magnitude;
      const double difference = std::abs(wanted[i] - given[i]);
      if (difference <= worst || is_same(wanted[i], given[i])) continue;
      if (!std::isfinite(difference)) return disagreement(first + i, wanted[i], given[i]);
      worst = difference;
      worst_index = first + i;
      wanted_there = wanted[i];
      given_there = given[i];
    }
  }
  const double limit = allowed_error(expected.type(), in_tf32) * std::max(largest, 1e-6);
  if (worst <= limit) return {};
  return disagreement(worst_index, wanted_there, given_there);
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
