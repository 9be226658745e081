// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/ordering.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;

constexpr uint64_t kTopBit = uint64_t{1} << 63;

uint64_t key_of(double value) {
  if (std::isnan(value)) return std::numeric_limits<uint64_t>::max();
  const auto bits = std::bit_cast<uint64_t>(value + 0.0);
  return (bits & kTopBit) != 0 ? ~bits : bits | kTopBit;
}

std::vector<uint64_t> string_keys(const std::vector<std::string>& strings) {
  std::vector<size_t> order(strings.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return strings[a] < strings[b]; });
  std::vector<uint64_t> keys(strings.size());
  uint64_t next = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && strings[order[i]] != strings[order[i - 1]]) ++next;
    keys[order[i]] = next;
  }
  return keys;
}

}  // namespace

std::vector<uint64_t> ordering_keys(const HostTensor& values) {
  if (values.type() == DataType::kString) return string_keys(values.strings());
  std::vector<uint64_t> keys(static_cast<size_t>(values.count()));
  const bool is_integral = tensor::is_integer(values.type()) || values.type() == DataType::kBool;
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto index = static_cast<int64_t>(i);
    if (values.type() == DataType::kUInt64) {
      keys[i] = values.as<uint64_t>()[i];
    } else if (is_integral) {
      keys[i] = static_cast<uint64_t>(values.integer_at(index)) ^ kTopBit;
    } else {
      keys[i] = key_of(values.value_at(index));
    }
  }
  return keys;
}

std::vector<bool> nonzero_mask(const HostTensor& values) {
  std::vector<bool> mask(static_cast<size_t>(values.count()));
  for (size_t i = 0; i < mask.size(); ++i) {
    const auto index = static_cast<int64_t>(i);
    mask[i] = values.type() == DataType::kString ? !values.strings()[i].empty()
                                                 : values.value_at(index) != 0;
  }
  return mask;
}

}  // namespace nightjar::kernels
