// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/shape.h"

namespace nightjar::tensor {

int64_t element_count(const Dims& dims) {
  int64_t count = 1;
  for (const int64_t extent : dims) count *= extent;
  return count;
}

Result<int64_t> checked_element_count(const Dims& dims) {
  int64_t count = 1;
  bool has_zero = false;
  for (const int64_t extent : dims) {
    if (extent < 0) return invalid_input("negative dimension in shape " + to_string(dims));
    has_zero = has_zero || extent == 0;
  }
  if (has_zero) return int64_t{0};
  for (const int64_t extent : dims) {
    if (__builtin_mul_overflow(count, extent, &count)) {
      return invalid_input("element count of shape " + to_string(dims) + " overflows");
    }
  }
  return count;
}

Dim element_count(const Shape& shape) {
  Dim count(1);
  for (const Dim& extent : shape) count = count * extent;
  return count;
}

Dims row_major_strides(const Dims& dims) {
  Dims strides(dims.size(), 1);
  for (size_t axis = dims.size(); axis-- > 1;) strides[axis - 1] = strides[axis] * dims[axis];
  return strides;
}

Shape to_shape(const Dims& dims) { return Shape(dims.begin(), dims.end()); }

std::optional<Dims> constant_dims(const Shape& shape) {
  Dims dims;
  for (const Dim& extent : shape) {
    const auto constant = extent.constant();
    if (!constant) return std::nullopt;
    dims.push_back(*constant);
  }
  return dims;
}

Result<Dims> evaluate(const Shape& shape, const SymbolValues& symbols) {
  Dims dims;
  for (const Dim& extent : shape) {
    NIGHTJAR_ASSIGN(const int64_t value, extent.evaluate(symbols));
    dims.push_back(value);
  }
  return dims;
}

Status bind_symbols(const Shape& shape, const Dims& dims, SymbolValues& symbols) {
  if (shape.size() != dims.size()) {
    return invalid_input("rank " + std::to_string(dims.size()) + " given, " +
                         std::to_string(shape.size()) + " wanted (" + to_string(shape) + ")");
  }
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    std::vector<std::string> names;
    shape[axis].collect_symbols(names);
    if (names.size() == 1 && shape[axis] == Dim::symbol(names.front())) {
      symbols.try_emplace(names.front(), dims[axis]);
    }
    NIGHTJAR_ASSIGN(const int64_t wanted, shape[axis].evaluate(symbols));
    if (wanted != dims[axis]) {
      return invalid_input("axis " + std::to_string(axis) + " is " + std::to_string(dims[axis]) +
                           ", but " + shape[axis].to_string() + " = " + std::to_string(wanted) +
                           " is wanted");
    }
  }
  return {};
}

namespace {

template <typename Extents, typename Print>
std::string join_extents(const Extents& extents, Print print) {
  if (extents.empty()) return "scalar";
  std::string text;
  for (const auto& extent : extents) text += (text.empty() ? "" : "x") + print(extent);
  return text;
}

}  // namespace

std::string to_string(const Dims& dims) {
  return join_extents(dims, [](int64_t extent) { return std::to_string(extent); });
}

std::string to_string(const Shape& shape) {
  return join_extents(shape, [](const Dim& extent) {
    const std::string text = extent.to_string();
    return text.find_first_of(" *") == std::string::npos ? text : "(" + text + ")";
  });
}

}  // namespace nightjar::tensor
