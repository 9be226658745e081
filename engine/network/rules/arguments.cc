// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/rules/arguments.h"

#include <algorithm>

namespace nightjar::network::rules {
namespace {

std::string position(size_t index) { return "input " + std::to_string(index); }

}  // namespace

Status expect_inputs(const RuleInput& in, size_t required, size_t at_most) {
  if (in.inputs.size() > at_most) {
    return invalid_input("has " + std::to_string(in.inputs.size()) + " inputs, at most " +
                         std::to_string(at_most) + " are allowed");
  }
  for (size_t i = 0; i < required; ++i) {
    if (!given(in, i)) return invalid_input(position(i) + " is missing");
  }
  return {};
}

Status expect_same_type(const RuleInput& in, size_t first, size_t last) {
  std::optional<size_t> leader;
  for (size_t i = first; i <= last && i < in.inputs.size(); ++i) {
    if (!given(in, i)) continue;
    if (!leader) leader = i;
    if (type_of(in, i) == type_of(in, *leader)) continue;
    return invalid_input(position(i) + " is " + std::string(name_of(type_of(in, i))) + ", but " +
                         position(*leader) + " is " + std::string(name_of(type_of(in, *leader))));
  }
  return {};
}

Status expect_float(const RuleInput& in, size_t index) {
  if (!given(in, index) || tensor::is_float(type_of(in, index))) return {};
  return invalid_input(position(index) + " is " + std::string(name_of(type_of(in, index))) +
                       ", a floating type is wanted");
}

Status expect_rank(const RuleInput& in, size_t index, size_t low, size_t high) {
  if (!given(in, index)) return {};
  const size_t rank = shape_of(in, index).size();
  if (rank >= low && rank <= high) return {};
  const std::string wanted =
      low == high ? std::to_string(low) : std::to_string(low) + " to " + std::to_string(high);
  return invalid_input(position(index) + " has shape " + to_string(shape_of(in, index)) +
                       ", rank " + wanted + " is wanted");
}

bool given(const RuleInput& in, size_t index) {
  return index < in.inputs.size() && in.inputs[index].present();
}

const Shape& shape_of(const RuleInput& in, size_t index) { return in.inputs[index].desc.shape; }

DataType type_of(const RuleInput& in, size_t index) { return in.inputs[index].desc.type; }

std::optional<std::vector<int64_t>> known_integers(const RuleInput& in, size_t index) {
  if (!given(in, index)) return std::nullopt;
  const InputFacts& input = in.inputs[index];
  if (input.constant != nullptr && input.constant->type() != DataType::kString) {
    return input.constant->to_integers();
  }
  if (input.elements == nullptr) return std::nullopt;
  std::vector<int64_t> integers;
  for (const Dim& element : *input.elements) {
    const auto constant = element.constant();
    if (!constant) return std::nullopt;
    integers.push_back(*constant);
  }
  return integers;
}

Result<std::vector<int64_t>> need_integers(const RuleInput& in, size_t index, const char* what) {
  if (auto integers = known_integers(in, index)) return std::move(*integers);
  return not_yet_known(std::string(what) + " (" + position(index) +
                       ") must be known when the network is built");
}

Dim unknown_extent(const RuleInput& in, size_t number) {
  return Dim::symbol(in.op.name + "." + std::to_string(number));
}

Shape unknown_shape(const RuleInput& in, size_t rank) {
  Shape shape;
  for (size_t axis = 0; axis < rank; ++axis) shape.push_back(unknown_extent(in, axis));
  return shape;
}

Result<size_t> need_count(const RuleInput& in, size_t index, const char* what) {
  const auto count = tensor::element_count(shape_of(in, index)).constant();
  if (count && *count >= 0 && *count <= 64) return static_cast<size_t>(*count);
  if (count) return unsupported(std::to_string(*count) + " " + what + " are too many");
  return not_yet_known("the number of " + std::string(what) + " (" + position(index) +
                       ") must be known when the network is built");
}

Result<std::vector<size_t>> normalize_axes(const std::vector<int64_t>& axes, size_t rank) {
  std::vector<size_t> normal;
  for (const int64_t axis : axes) {
    NIGHTJAR_ASSIGN(const int wrapped, normalize_axis(axis, rank));
    normal.push_back(static_cast<size_t>(wrapped));
  }
  std::sort(normal.begin(), normal.end());
  if (std::adjacent_find(normal.begin(), normal.end()) != normal.end()) {
    return invalid_input("an axis is named twice");
  }
  return normal;
}

Result<Dim> agree(const Dim& a, const Dim& b, const char* what) {
  const auto x = a.constant(), y = b.constant();
  if (x && y && *x != *y) {
    return invalid_input(std::string(what) + " differ: " + a.to_string() + " and " + b.to_string());
  }
  return x ? a : (y ? b : a);
}

Result<Shape> agree(const Shape& a, const Shape& b, const char* what) {
  if (a.size() != b.size()) {
    return invalid_input(std::string(what) + " differ: " + to_string(a) + " and " + to_string(b));
  }
  Shape shape;
  for (size_t axis = 0; axis < a.size(); ++axis) {
    NIGHTJAR_ASSIGN(Dim extent, agree(a[axis], b[axis], what));
    shape.push_back(std::move(extent));
  }
  return shape;
}

std::vector<OutputFacts> one_output(DataType type, Shape shape) {
  return {{TensorDesc{type, std::move(shape)}, std::nullopt}};
}

std::vector<OutputFacts> same_as(const RuleInput& in, size_t index) {
  return one_output(type_of(in, index), shape_of(in, index));
}

}  // namespace nightjar::network::rules
