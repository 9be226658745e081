// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/text_numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "engine/tensor/integer_range.h"
#include "kernels/host/letter_case.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

template <typename T>
std::optional<T> parsed(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Error no_number(std::string_view text, DataType type) {
  return invalid_input(
      fmt::format("'{}' is no {}", text.substr(0, 80), std::string(name_of(type))));
}

/// The whole part of a number, which must be in the type's range.
Status store_whole(double value, std::string_view text, int64_t index, HostTensor& numbers) {
  const tensor::IntegerRange range = tensor::integer_range(numbers.type());
  const double whole = std::trunc(value);
  if (!(whole >= range.low && whole <= range.high)) return no_number(text, numbers.type());
  numbers.set_value(index, whole);
  return {};
}

}  // namespace

std::string number_as_text(const HostTensor& numbers, int64_t index) {
  const DataType type = numbers.type();
  if (type == DataType::kBool) return numbers.integer_at(index) != 0 ? "1" : "0";
  if (type == DataType::kUInt64) {
    return fmt::format("{}", static_cast<uint64_t>(numbers.integer_at(index)));
  }
  if (tensor::is_integer(type)) return fmt::format("{}", numbers.integer_at(index));
  const double value = numbers.value_at(index);
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-INF" : "INF";
  if (type == DataType::kFloat64) return fmt::format("{}", value);
  return fmt::format("{}", static_cast<float>(value));
}

Status store_text_as_number(std::string_view text, int64_t index, HostTensor& numbers) {
  std::string_view digits = trimmed(text);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const DataType type = numbers.type();
  if (type == DataType::kUInt64) {
    if (const auto whole = parsed<uint64_t>(digits)) {
      numbers.set_integer(index, static_cast<int64_t>(*whole));
      return {};
    }
  } else if (type == DataType::kInt64) {
    if (const auto whole = parsed<int64_t>(digits)) {
      numbers.set_integer(index, *whole);
      return {};
    }
  }
  // from_chars knows inf and nan in any case.
  const auto value = parsed<double>(digits);
  if (!value) return no_number(text, type);
  if (tensor::is_integer(type)) return store_whole(*value, text, index, numbers);
  numbers.set_value(index, *value);
  return {};
}

}  // namespace nightjar::kernels
