// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace nightjar::cli {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

// "[0,3,1]" of the element at `index` in row-major order.
std::string place(const Dims& dims, int64_t index) {
  const Dims strides = tensor::row_major_strides(dims);
  std::string text = "[";
  for (size_t axis = 0; axis < dims.size(); ++axis) {
    text += (axis == 0 ? "" : ",") + std::to_string(index / strides[axis]);
    index %= strides[axis];
  }
  return text + "]";
}

bool is_exact(DataType type, const Tolerance& tolerance) {
  return !tensor::is_float(type) && !(tensor::is_integer(type) && tolerance.loose_integers);
}

bool elements_agree(double actual, double expected, const Tolerance& tolerance) {
  if (std::isnan(expected) || std::isnan(actual)) return std::isnan(expected) == std::isnan(actual);
  if (std::isinf(expected) || std::isinf(actual)) return actual == expected;
  return std::abs(actual - expected) <=
         tolerance.absolute + tolerance.relative * std::abs(expected);
}

struct Comparison {
  int64_t first = -1, different = 0;
  double largest_error = 0.0, largest_expected = 0.0;
  bool finite_everywhere = true;  // where different
};

Comparison compare_floats(const HostTensor& actual, const HostTensor& expected,
                          const Tolerance& tolerance) {
  Comparison seen;
  for (int64_t i = 0; i < expected.count(); ++i) {
    const double want = expected.value_at(i), got = actual.value_at(i);
    if (std::isfinite(want))
      seen.largest_expected = std::max(seen.largest_expected, std::abs(want));
    const double error = std::abs(got - want);
    if (std::isfinite(error)) seen.largest_error = std::max(seen.largest_error, error);
    if (elements_agree(got, want, tolerance)) continue;
    if (seen.different++ == 0) seen.first = i;
    if (!std::isfinite(error)) seen.finite_everywhere = false;
  }
  return seen;
}

std::optional<std::string> difference_of_floats(const HostTensor& actual,
                                                const HostTensor& expected,
                                                const Tolerance& tolerance) {
  const Comparison seen = compare_floats(actual, expected, tolerance);
  const bool is_close =
      seen.finite_everywhere && seen.largest_error <= tolerance.of_largest * seen.largest_expected;
  if (seen.different == 0 || is_close) return std::nullopt;
  return fmt::format("{} is {:.8g}, expected {:.8g}; {} of {} elements differ, by up to {:.3g}",
                     place(expected.dims(), seen.first), actual.value_at(seen.first),
                     expected.value_at(seen.first), seen.different, expected.count(),
                     seen.largest_error);
}

std::optional<std::string> difference_of_integers(const HostTensor& actual,
                                                  const HostTensor& expected) {
  for (int64_t i = 0; i < expected.count(); ++i) {
    const int64_t want = expected.integer_at(i), got = actual.integer_at(i);
    if (want == got) continue;
    return fmt::format("{} is {}, expected {}", place(expected.dims(), i), got, want);
  }
  return std::nullopt;
}

std::optional<std::string> difference_of_strings(const HostTensor& actual,
                                                 const HostTensor& expected) {
  for (int64_t i = 0; i < expected.count(); ++i) {
    const std::string& want = expected.strings()[static_cast<size_t>(i)];
    const std::string& got = actual.strings()[static_cast<size_t>(i)];
    if (want == got) continue;
    return fmt::format("{} is '{}', expected '{}'", place(expected.dims(), i), got, want);
  }
  return std::nullopt;
}

/// Complex numbers as pairs on a new last axis.
HostTensor as_pairs(const HostTensor& tensor) {
  const bool is_double = tensor.type() == DataType::kComplex128;
  Dims dims = tensor.dims();
  dims.push_back(2);
  return HostTensor::from_bytes(is_double ? DataType::kFloat64 : DataType::kFloat32,
                                std::move(dims), tensor.byte_span())
      .value();
}

bool is_complex(DataType type) {
  return type == DataType::kComplex64 || type == DataType::kComplex128;
}

const char* sort_of(const tensor::Value& value) {
  if (value.is_tensor()) return "a tensor";
  return value.is_sequence() ? "a sequence" : "nothing";
}

std::optional<std::string> difference_of_sequences(const std::vector<tensor::Value>& actual,
                                                   const std::vector<tensor::Value>& expected,
                                                   const Tolerance& tolerance) {
  if (actual.size() != expected.size()) {
    return fmt::format("the sequence has {} elements, expected {}", actual.size(), expected.size());
  }
  for (size_t i = 0; i < expected.size(); ++i) {
    const auto found = first_difference(actual[i], expected[i], tolerance);
    if (found) return fmt::format("element {}: {}", i, *found);
  }
  return std::nullopt;
}

}  // namespace

Result<Tolerance> tolerance_from_json(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return invalid_input("it is not a JSON object");
  Tolerance tolerance;
  for (const char* key : {"rtol", "atol"}) {
    if (!json.contains(key)) continue;
    const auto& value = json[key];
    if (!value.is_number() || !(value.get<double>() >= 0.0)) {
      return invalid_input(fmt::format("'{}' must be a number that is not negative", key));
    }
    (key[0] == 'r' ? tolerance.relative : tolerance.absolute) = value.get<double>();
    tolerance.of_largest = 0.0;
    tolerance.loose_integers = true;
  }
  return tolerance;
}

std::optional<std::string> first_difference(const HostTensor& actual, const HostTensor& expected,
                                            const Tolerance& tolerance) {
  if (actual.type() != expected.type()) {
    return fmt::format("type is {}, expected {}", tensor::name_of(actual.type()),
                       tensor::name_of(expected.type()));
  }
  if (actual.dims() != expected.dims()) {
    return fmt::format("shape is {}, expected {}", tensor::to_string(actual.dims()),
                       tensor::to_string(expected.dims()));
  }
  if (is_complex(expected.type())) {
    return difference_of_floats(as_pairs(actual), as_pairs(expected), tolerance);
  }
  if (expected.type() == DataType::kString) return difference_of_strings(actual, expected);
  if (is_exact(expected.type(), tolerance)) return difference_of_integers(actual, expected);
  return difference_of_floats(actual, expected, tolerance);
}

std::optional<std::string> first_difference(const tensor::Value& actual,
                                            const tensor::Value& expected,
                                            const Tolerance& tolerance) {
  if (actual.kind != expected.kind) {
    return fmt::format("is {}, expected {}", sort_of(actual), sort_of(expected));
  }
  if (expected.is_tensor()) return first_difference(actual.tensor, expected.tensor, tolerance);
  return difference_of_sequences(actual.sequence, expected.sequence, tolerance);
}

}  // namespace nightjar::cli
