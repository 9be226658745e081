// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Comparisons, truth values, choices and conversions.
#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

using Known = std::optional<Dim>;

/// Whether a < b or a <= b, where the signs of extents decide it.
Known less(const Dim& a, const Dim& b, bool or_equal) {
  const auto gap = (b - a).lower_bound(), reverse = (a - b).lower_bound();
  if (gap && *gap >= (or_equal ? 0 : 1)) return Dim(1);
  if (reverse && *reverse >= (or_equal ? 1 : 0)) return Dim(0);
  return std::nullopt;
}

Known equal(const Dim& a, const Dim& b) {
  if (a == b) return Dim(1);
  if (less(a, b, false) == Known(Dim(1)) || less(b, a, false) == Known(Dim(1))) return Dim(0);
  return std::nullopt;
}

ElementFunction function_of(const std::string& type) {
  if (type == "Equal") return equal;
  if (type == "Less") return [](const Dim& a, const Dim& b) { return less(a, b, false); };
  if (type == "LessOrEqual") return [](const Dim& a, const Dim& b) { return less(a, b, true); };
  if (type == "Greater") return [](const Dim& a, const Dim& b) { return less(b, a, false); };
  if (type == "GreaterOrEqual") return [](const Dim& a, const Dim& b) { return less(b, a, true); };
  if (type == "And") return [](const Dim& a, const Dim& b) { return a * b; };
  if (type == "Or") return [](const Dim& a, const Dim& b) { return Dim::max(a, b); };
  return nullptr;
}

Status expect_bool(const RuleInput& in, size_t index) {
  if (type_of(in, index) == DataType::kBool) return {};
  return invalid_input("input " + std::to_string(index) + " is " +
                       std::string(name_of(type_of(in, index))) + ", bool is wanted");
}

Outputs infer_comparison(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_ASSIGN(Shape shape, broadcast(shape_of(in, 0), shape_of(in, 1)));
  auto outputs = one_output(DataType::kBool, std::move(shape));
  const auto a = grid_of(in, 0), b = grid_of(in, 1);
  const ElementFunction compare = function_of(in.op.type);
  if (a && b && compare) outputs[0].elements = combine_grids(*a, *b, compare);
  return outputs;
}

Outputs infer_logic(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_bool(in, 0));
  return infer_comparison(in);
}

Outputs infer_not(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_bool(in, 0));
  auto outputs = same_as(in, 0);
  if (const auto grid = grid_of(in, 0)) {
    outputs[0].elements = combine_grids(
        {{}, {Dim(1)}}, *grid, [](const Dim& one, const Dim& value) { return one - value; });
  }
  return outputs;
}

Outputs infer_where(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_bool(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 1, 2));
  NIGHTJAR_ASSIGN(Shape shape, broadcast(shape_of(in, 1), shape_of(in, 2)));
  NIGHTJAR_ASSIGN(shape, broadcast(shape, shape_of(in, 0)));
  auto outputs = one_output(type_of(in, 1), shape);
  const auto dims = tensor::constant_dims(shape);
  auto condition = grid_of(in, 0), yes = grid_of(in, 1), no = grid_of(in, 2);
  if (!dims || !condition || !yes || !no) return outputs;
  condition = spread_grid(*condition, *dims);
  yes = spread_grid(*yes, *dims);
  no = spread_grid(*no, *dims);
  if (!condition || !yes || !no) return outputs;
  std::vector<Dim> values;
  for (size_t i = 0; i < condition->values.size(); ++i) {
    const auto chosen = condition->values[i].constant();
    if (!chosen && !(yes->values[i] == no->values[i])) return outputs;
    values.push_back(chosen == 0 ? no->values[i] : yes->values[i]);
  }
  outputs[0].elements = std::move(values);
  return outputs;
}

/// Whole numbers keep their value in every type that a shape is computed in.
bool keeps_integers(DataType type) {
  return type == DataType::kInt64 || type == DataType::kInt32 || type == DataType::kFloat32 ||
         type == DataType::kFloat64 || type == DataType::kUInt64;
}

/// The type that attribute 'to' names.
Result<DataType> wanted_type(int64_t number) {
  const auto to = tensor::data_type_from_onnx(
      static_cast<int32_t>(number < 0 || number >= tensor::kDataTypeCount ? 0 : number));
  if (to) return *to;
  return invalid_input("attribute 'to' is " + std::to_string(number) + ", not a type");
}

Outputs infer_cast(const RuleInput& in) {
  const bool like = in.op.type == "CastLike";
  NIGHTJAR_TRY(expect_inputs(in, like ? 2 : 1, like ? 2 : 1));
  const int64_t number =
      like ? static_cast<int64_t>(type_of(in, 1)) : in.op.attributes.get_int("to", 0);
  NIGHTJAR_ASSIGN(const DataType to, wanted_type(number));
  auto outputs = one_output(to, shape_of(in, 0));
  const InputFacts& input = in.inputs[0];
  if (input.elements == nullptr) return outputs;
  if (keeps_integers(to)) outputs[0].elements = *input.elements;
  if (to == DataType::kBool) {
    outputs[0].elements =
        combine_grids(*grid_of(in, 0), {{}, {Dim(0)}}, [](const Dim& a, const Dim& zero) -> Known {
          const Known same = equal(a, zero);
          return same ? Known(Dim(1) - *same) : std::nullopt;
        });
  }
  return outputs;
}

Outputs infer_classified(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  return one_output(DataType::kBool, shape_of(in, 0));
}

Status expect_integers(const RuleInput& in) {
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    if (tensor::is_integer(type_of(in, i))) continue;
    return invalid_input("input " + std::to_string(i) + " is " +
                         std::string(name_of(type_of(in, i))) + ", integers are wanted");
  }
  return {};
}

/// BitShift and the bitwise connectives.
Outputs infer_bitwise(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_TRY(expect_integers(in));
  const std::string direction = in.op.attributes.get_string("direction", "LEFT");
  if (in.op.type == "BitShift" && direction != "LEFT" && direction != "RIGHT") {
    return invalid_input("attribute 'direction' is '" + direction + "', LEFT or RIGHT is wanted");
  }
  NIGHTJAR_ASSIGN(Shape shape, broadcast(shape_of(in, 0), shape_of(in, 1)));
  return one_output(type_of(in, 0), std::move(shape));
}

Outputs infer_bitwise_not(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_integers(in));
  return same_as(in, 0);
}

/// The same bits as another type of the same width.
Outputs infer_bit_cast(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_ASSIGN(const DataType to, wanted_type(in.op.attributes.get_int("to", 0)));
  const DataType from = type_of(in, 0);
  if (tensor::bits_of(from) != tensor::bits_of(to) || tensor::bits_of(to) == 0) {
    return invalid_input("the bits of " + std::string(name_of(from)) + " are no " +
                         std::string(name_of(to)));
  }
  return one_output(to, shape_of(in, 0));
}

}  // namespace

void add_logic_rules(RuleTable& table) {
  for (const char* type : {"Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"}) {
    table[type] = infer_comparison;
  }
  for (const char* type : {"And", "Or", "Xor"}) table[type] = infer_logic;
  table["Not"] = infer_not;
  table["Where"] = infer_where;
  table["Cast"] = infer_cast;
  table["CastLike"] = infer_cast;
  for (const char* type : {"BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor"}) {
    table[type] = infer_bitwise;
  }
  table["BitwiseNot"] = infer_bitwise_not;
  table["BitCast"] = infer_bit_cast;
  table["IsNaN"] = infer_classified;
  table["IsInf"] = infer_classified;
}

}  // namespace nightjar::network::rules
