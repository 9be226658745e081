// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elementwise arithmetic: numbers in, the same type out.
#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

using Known = std::optional<Dim>;

bool is_number(DataType type) { return tensor::is_float(type) || tensor::is_integer(type); }

bool never_negative(const Dim& value) {
  const auto bound = value.lower_bound();
  return bound && *bound >= 0;
}

Status expect_numbers(const RuleInput& in) {
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    if (!given(in, i) || is_number(type_of(in, i))) continue;
    return invalid_input("input " + std::to_string(i) + " is " +
                         std::string(name_of(type_of(in, i))) + ", numbers are wanted");
  }
  return {};
}

/// Whole quotients only where the type divides that way: integers round towards zero, floats must
/// come out even.
Known divide(const Dim& a, const Dim& b, bool is_float) {
  const auto x = a.constant(), y = b.constant();
  if (y && *y == 0) return std::nullopt;
  if (x && y && !is_float) return *y == -1 ? Dim(0) - a : Dim(*x / *y);
  const Dim quotient = Dim::floor_div(a, b);
  if (quotient * b == a) return quotient;
  const bool rounds_down = y && *y > 0 && never_negative(a);
  return !is_float && rounds_down ? Known(quotient) : std::nullopt;
}

Known modulo(const Dim& a, const Dim& b, bool like_c) {
  const auto y = b.constant();
  if (!y || *y == 0 || (like_c && (*y < 0 || !never_negative(a)))) return std::nullopt;
  return a - Dim::floor_div(a, b) * b;
}

ElementFunction function_of(const RuleInput& in) {
  const std::string& type = in.op.type;
  const bool is_float = tensor::is_float(type_of(in, 0));
  if (type == "Add" || type == "Sum") return [](const Dim& a, const Dim& b) { return a + b; };
  if (type == "Sub") return [](const Dim& a, const Dim& b) { return a - b; };
  if (type == "Mul") return [](const Dim& a, const Dim& b) { return a * b; };
  if (type == "Min") return [](const Dim& a, const Dim& b) { return Dim::min(a, b); };
  if (type == "Max") return [](const Dim& a, const Dim& b) { return Dim::max(a, b); };
  if (type == "Div") return [=](const Dim& a, const Dim& b) { return divide(a, b, is_float); };
  if (type == "Mod") {
    const bool like_c = in.op.attributes.get_int("fmod", 0) != 0;
    return [=](const Dim& a, const Dim& b) { return modulo(a, b, like_c); };
  }
  return nullptr;
}

/// Elements of Add, Mul, … over every input from left to right.
std::optional<std::vector<Dim>> combined_elements(const RuleInput& in) {
  const ElementFunction combine = function_of(in);
  auto sum = grid_of(in, 0);
  if (!combine || !sum) return std::nullopt;
  for (size_t i = 1; i < in.inputs.size(); ++i) {
    const auto next = grid_of(in, i);
    if (!next) return std::nullopt;
    const auto shape = broadcast(tensor::to_shape(sum->dims), tensor::to_shape(next->dims));
    auto values = combine_grids(*sum, *next, combine);
    if (!shape.ok() || !values) return std::nullopt;
    sum = ElementGrid{*tensor::constant_dims(*shape), std::move(*values)};
  }
  return std::move(sum->values);
}

Outputs infer_combined(const RuleInput& in, size_t least, size_t most, bool same_type) {
  NIGHTJAR_TRY(expect_inputs(in, least, most));
  if (same_type) NIGHTJAR_TRY(expect_same_type(in, 0, in.inputs.size()));
  NIGHTJAR_TRY(expect_numbers(in));
  Shape shape = shape_of(in, 0);
  for (size_t i = 1; i < in.inputs.size(); ++i) {
    if (!given(in, i)) return invalid_input("input " + std::to_string(i) + " is missing");
    NIGHTJAR_ASSIGN(shape, broadcast(shape, shape_of(in, i)));
  }
  auto outputs = one_output(type_of(in, 0), std::move(shape));
  outputs[0].elements = combined_elements(in);
  return outputs;
}

Outputs infer_binary(const RuleInput& in) { return infer_combined(in, 2, 2, true); }
Outputs infer_power(const RuleInput& in) { return infer_combined(in, 2, 2, false); }
Outputs infer_variadic(const RuleInput& in) { return infer_combined(in, 1, SIZE_MAX, true); }

Outputs infer_float_unary(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  auto outputs = same_as(in, 0);
  const std::string& type = in.op.type;
  const bool rounds = type == "Floor" || type == "Ceil" || type == "Round";
  if (rounds && in.inputs[0].elements != nullptr) outputs[0].elements = *in.inputs[0].elements;
  return outputs;
}

Outputs infer_number_unary(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_numbers(in));
  auto outputs = same_as(in, 0);
  const auto grid = grid_of(in, 0);
  if (!grid) return outputs;
  std::vector<Dim> values;
  for (const Dim& value : grid->values) {
    if (in.op.type == "Neg") {
      values.push_back(Dim(0) - value);
    } else if (never_negative(value) && in.op.type != "Sign") {  // Abs and Relu keep it
      values.push_back(value);
    } else {
      return outputs;
    }
  }
  outputs[0].elements = std::move(values);
  return outputs;
}

/// swish(a) * b
Outputs infer_swiglu(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  return infer_binary(in);
}

Outputs infer_prelu(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_TRY(expect_numbers(in));
  NIGHTJAR_ASSIGN(const Shape shape, broadcast(shape_of(in, 0), shape_of(in, 1)));
  if (shape.size() != shape_of(in, 0).size()) {
    return invalid_input("slope of shape " + to_string(shape_of(in, 1)) +
                         " does not broadcast to " + to_string(shape_of(in, 0)));
  }
  return one_output(type_of(in, 0), shape_of(in, 0));
}

Outputs infer_clip(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  NIGHTJAR_TRY(expect_numbers(in));
  for (const size_t bound : {size_t{1}, size_t{2}}) {
    if (!given(in, bound)) continue;
    const auto count = tensor::element_count(shape_of(in, bound)).constant();
    if (count && *count != 1) {
      return invalid_input("input " + std::to_string(bound) + " has shape " +
                           to_string(shape_of(in, bound)) + ", one number is wanted");
    }
  }
  return same_as(in, 0);
}

/// Identity and Dropout: the first output is the input, the second a mask.
Outputs infer_passed(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, in.op.type == "Dropout" ? 3 : 1));
  auto outputs = same_as(in, 0);
  outputs[0].kind = in.inputs[0].kind;
  outputs[0].described = in.inputs[0].described;
  if (in.inputs[0].elements != nullptr) outputs[0].elements = *in.inputs[0].elements;
  if (in.op.type == "Dropout") {
    outputs.push_back({TensorDesc{DataType::kBool, shape_of(in, 0)}, std::nullopt});
  }
  return outputs;
}

}  // namespace

void add_pointwise_rules(RuleTable& table) {
  for (const char* type : {"Add", "Sub", "Mul", "Div", "Mod"}) table[type] = infer_binary;
  for (const char* type : {"Min", "Max", "Sum", "Mean"}) table[type] = infer_variadic;
  for (const char* type : {"Neg", "Abs", "Relu", "Sign"}) table[type] = infer_number_unary;
  for (const char* type :
       {"Acos",    "Acosh", "Asin",       "Asinh",          "Atan",      "Atanh",
        "Ceil",    "Celu",  "Cos",        "Cosh",           "Elu",       "Erf",
        "Exp",     "Floor", "Gelu",       "HardSigmoid",    "HardSwish", "LeakyRelu",
        "Log",     "Mish",  "Reciprocal", "Round",          "Selu",      "Shrink",
        "Sigmoid", "Sin",   "Sinh",       "Softplus",       "Softsign",  "Sqrt",
        "Swish",   "Tan",   "Tanh",       "ThresholdedRelu"}) {
    table[type] = infer_float_unary;
  }
  table["Pow"] = infer_power;
  table["SwiGLU"] = infer_swiglu;
  table["PRelu"] = infer_prelu;
  table["Clip"] = infer_clip;
  table["Identity"] = infer_passed;
  table["Dropout"] = infer_passed;
}

}  // namespace nightjar::network::rules
