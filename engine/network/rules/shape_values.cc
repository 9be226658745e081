// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Shapes as values, and tensors made from them.
#include <algorithm>
#include <cmath>

#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_shape(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const Shape& shape = shape_of(in, 0);
  const auto rank = static_cast<int64_t>(shape.size());
  const auto place = [rank](int64_t axis) {
    return std::clamp<int64_t>(axis < 0 ? std::max(axis, -rank) + rank : axis, 0, rank);
  };
  const int64_t start = place(in.op.attributes.get_int("start", 0));
  const int64_t end = std::max(start, place(in.op.attributes.get_int("end", rank)));
  auto outputs = one_output(DataType::kInt64, {Dim(end - start)});
  outputs[0].elements = Shape(shape.begin() + start, shape.begin() + end);
  return outputs;
}

Outputs infer_size(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  auto outputs = one_output(DataType::kInt64, {});
  outputs[0].elements = {tensor::element_count(shape_of(in, 0))};
  return outputs;
}

OutputFacts facts_of(const tensor::HostTensor& value) {
  return {TensorDesc{value.type(), tensor::to_shape(value.dims())}, std::nullopt};
}

Outputs infer_constant(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 0, 0));
  const auto& attributes = in.op.attributes;
  const auto found = in.op.tensors.find("value");
  if (found != in.op.tensors.end()) return std::vector{facts_of(found->second)};
  if (attributes.has("value_int")) return one_output(DataType::kInt64, {});
  if (attributes.has("value_float")) return one_output(DataType::kFloat32, {});
  if (attributes.has("value_string")) return one_output(DataType::kString, {});
  const auto list = [](DataType type, size_t count) {
    return one_output(type, {Dim(static_cast<int64_t>(count))});
  };
  if (attributes.has("value_ints")) {
    return list(DataType::kInt64, attributes.get_ints("value_ints").size());
  }
  if (attributes.has("value_floats")) {
    return list(DataType::kFloat32, attributes.get_floats("value_floats").size());
  }
  if (attributes.has("value_strings")) {
    return list(DataType::kString, attributes.get_strings("value_strings").size());
  }
  return invalid_input("has no value");
}

Outputs infer_constant_of_shape(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 1, 1));
  DataType type = DataType::kFloat32;
  std::optional<Dim> filling = Dim(0);
  const auto found = in.op.tensors.find("value");
  if (found != in.op.tensors.end()) {
    const tensor::HostTensor& value = found->second;
    if (value.count() != 1 || value.type() == DataType::kString) {
      return invalid_input("attribute 'value' is not one number");
    }
    type = value.type();
    filling.reset();
    if (tensor::is_integer(type) || type == DataType::kBool) filling = Dim(value.integer_at(0));
  }
  if (in.inputs[0].elements == nullptr) {
    NIGHTJAR_ASSIGN(const size_t rank, need_count(in, 0, "extents"));
    return one_output(type, unknown_shape(in, rank));
  }
  const Shape shape = *in.inputs[0].elements;
  auto outputs = one_output(type, shape);
  const auto dims = tensor::constant_dims(shape);
  const bool negative =
      dims && std::any_of(dims->begin(), dims->end(), [](int64_t d) { return d < 0; });
  if (!dims || negative || !filling) return outputs;
  outputs[0].elements = fill_grid(*dims, [&](const Dims&) -> const Dim& { return *filling; });
  return outputs;
}

/// The one element of a Range bound as a number, where it is known.
std::optional<double> known_number(const RuleInput& in, size_t index) {
  if (const auto* constant = in.inputs[index].constant; constant != nullptr) {
    if (constant->count() == 1) return constant->value_at(0);
  }
  const auto* elements = in.inputs[index].elements;
  if (elements == nullptr || elements->size() != 1) return std::nullopt;
  const auto known = elements->front().constant();
  return known ? std::optional(static_cast<double>(*known)) : std::nullopt;
}

Outputs infer_known_range(const RuleInput& in, double start, double limit, double delta) {
  const double count = std::max(0.0, std::ceil((limit - start) / delta));
  if (!(count < 1e12)) return invalid_input("the range is too long");
  auto outputs = one_output(type_of(in, 0), {Dim(static_cast<int64_t>(count))});
  constexpr double kExactLimit = 9007199254740992.0;  // 2^53
  const bool is_exact = std::fabs(start) < kExactLimit && std::fabs(limit) < kExactLimit &&
                        std::fabs(delta) < kExactLimit;
  const bool is_followed = tensor::is_integer(type_of(in, 0)) && count <= kMaxKnownElements;
  if (!is_exact || !is_followed) return outputs;
  outputs[0].elements.emplace();
  for (double value = start; outputs[0].elements->size() < static_cast<size_t>(count);
       value += delta) {
    outputs[0].elements->emplace_back(static_cast<int64_t>(value));
  }
  return outputs;
}

Outputs infer_range(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  if (type_of(in, 0) == DataType::kString) return invalid_input("numbers are wanted");
  const auto start = known_number(in, 0), limit = known_number(in, 1), delta = known_number(in, 2);
  if (delta && *delta == 0) return invalid_input("the step is 0");
  if (start && limit && delta) return infer_known_range(in, *start, *limit, *delta);
  const auto *first = in.inputs[0].elements, *last = in.inputs[1].elements;
  const bool rises_by_integers = first != nullptr && last != nullptr && delta && *delta >= 1 &&
                                 in.inputs[2].elements != nullptr;
  if (!rises_by_integers || first->empty() || last->empty()) {
    return one_output(type_of(in, 0), {unknown_extent(in, 0)});
  }
  const Dim count = Dim::ceil_div(last->front() - first->front(), in.inputs[2].elements->front());
  return one_output(type_of(in, 0), {Dim::max(count, Dim(0))});
}

}  // namespace

void add_shape_value_rules(RuleTable& table) {
  table["Shape"] = infer_shape;
  table["Size"] = infer_size;
  table["Constant"] = infer_constant;
  table["ConstantOfShape"] = infer_constant_of_shape;
  table["Range"] = infer_range;
}

}  // namespace nightjar::network::rules
