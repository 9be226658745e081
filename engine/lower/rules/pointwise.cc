// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elementwise operators as expressions.
#include <fmt/format.h>

#include <limits>

#include "engine/lower/pointwise_form.h"
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

struct FixedForm {
  const char* type;
  const char* expression;
};

constexpr FixedForm kFixedForms[] = {
    {"Abs", "abs(in0)"},
    {"Acos", "acos(in0)"},
    {"Acosh", "acosh(in0)"},
    {"Add", "add(in0, in1)"},
    {"And", "and(in0, in1)"},
    {"Asin", "asin(in0)"},
    {"Asinh", "asinh(in0)"},
    {"Atan", "atan(in0)"},
    {"Atanh", "atanh(in0)"},
    {"BitwiseAnd", "bit_and(in0, in1)"},
    {"BitwiseNot", "bit_not(in0)"},
    {"BitwiseOr", "bit_or(in0, in1)"},
    {"BitwiseXor", "bit_xor(in0, in1)"},
    {"Ceil", "ceil(in0)"},
    {"Cos", "cos(in0)"},
    {"Cosh", "cosh(in0)"},
    {"Div", "div(in0, in1)"},
    {"Equal", "equal(in0, in1)"},
    {"Erf", "erf(in0)"},
    {"Exp", "exp(in0)"},
    {"Floor", "floor(in0)"},
    {"Greater", "greater(in0, in1)"},
    {"GreaterOrEqual", "greater_equal(in0, in1)"},
    {"HardSwish", "hard_swish(in0)"},
    {"IsNaN", "isnan(in0)"},
    {"Less", "less(in0, in1)"},
    {"LessOrEqual", "less_equal(in0, in1)"},
    {"Log", "log(in0)"},
    {"Mish", "mish(in0)"},
    {"Mul", "mul(in0, in1)"},
    {"Neg", "neg(in0)"},
    {"Not", "not(in0)"},
    {"Or", "or(in0, in1)"},
    {"PRelu", "leaky_relu(in0, in1)"},
    {"Pow", "pow(in0, in1)"},
    {"Reciprocal", "reciprocal(in0)"},
    {"Relu", "relu(in0)"},
    {"Round", "round(in0)"},
    {"Sigmoid", "sigmoid(in0)"},
    {"Sign", "sign(in0)"},
    {"Sin", "sin(in0)"},
    {"Sinh", "sinh(in0)"},
    {"Softplus", "softplus(in0)"},
    {"Softsign", "softsign(in0)"},
    {"Sqrt", "sqrt(in0)"},
    {"Sub", "sub(in0, in1)"},
    {"Tan", "tan(in0)"},
    {"Tanh", "tanh(in0)"},
    {"Where", "where(in0, in1, in2)"},
    {"Xor", "xor(in0, in1)"},
};

using Form = std::string (*)(const Lowering& lowering);

/// The attribute rounded to float32, as the operator's definition stores it.
std::string number_of(const Lowering& lowering, const char* attribute, float fallback) {
  const double value = lowering.attributes().get_float(attribute, fallback);
  return number_text(static_cast<float>(value));
}

/// Folds `function` over all inputs from left to right.
std::string chain(const Lowering& lowering, const char* function) {
  std::string text = "in0";
  for (size_t i = 1; i < lowering.op().inputs.size(); ++i) {
    text = fmt::format("{}({}, in{})", function, text, i);
  }
  return text;
}

std::string clip(const Lowering& lowering) {
  std::string text = "in0";
  if (lowering.has_input(1)) text = "max(" + text + ", in1)";
  return lowering.has_input(2) ? "min(" + text + ", in2)" : text;
}

std::string is_infinite(const Lowering& lowering) {
  const bool positive = lowering.attributes().get_int("detect_positive", 1) != 0;
  const bool negative = lowering.attributes().get_int("detect_negative", 1) != 0;
  if (positive && negative) return "or(isposinf(in0), isneginf(in0))";
  if (positive) return "isposinf(in0)";
  return negative ? "isneginf(in0)" : "0";
}

std::string gelu(const Lowering& lowering) {
  const bool is_tanh = lowering.attributes().get_string("approximate", "none") == "tanh";
  return is_tanh ? "gelu_tanh(in0)" : "gelu(in0)";
}

std::string swish(const Lowering& lowering) {
  const std::string alpha = number_of(lowering, "alpha", 1.0f);
  return alpha == "1" ? "silu(in0)" : "mul(in0, sigmoid(mul(in0, " + alpha + ")))";
}

/// swish(in0) * in1
std::string swiglu(const Lowering& lowering) { return "mul(" + swish(lowering) + ", in1)"; }

struct ComputedForm {
  const char* type;
  Form form;
};

constexpr ComputedForm kComputedForms[] = {
    {"BitShift",
     [](const Lowering& l) {
       const bool left = l.attributes().get_string("direction", "LEFT") == "LEFT";
       return std::string(left ? "shift_left(in0, in1)" : "shift_right(in0, in1)");
     }},
    {"Celu", [](const Lowering& l) { return "celu(in0, " + number_of(l, "alpha", 1.0f) + ")"; }},
    {"Clip", clip},
    {"Elu", [](const Lowering& l) { return "elu(in0, " + number_of(l, "alpha", 1.0f) + ")"; }},
    {"Gelu", gelu},
    {"HardSigmoid",
     [](const Lowering& l) {
       return fmt::format("hard_sigmoid(in0, {}, {})", number_of(l, "alpha", 0.2f),
                          number_of(l, "beta", 0.5f));
     }},
    {"IsInf", is_infinite},
    {"LeakyRelu",
     [](const Lowering& l) { return "leaky_relu(in0, " + number_of(l, "alpha", 0.01f) + ")"; }},
    {"Max", [](const Lowering& l) { return chain(l, "max"); }},
    {"Mean",
     [](const Lowering& l) {
       return fmt::format("div({}, {})", chain(l, "add"), l.op().inputs.size());
     }},
    {"Min", [](const Lowering& l) { return chain(l, "min"); }},
    {"Mod",
     [](const Lowering& l) {
       return std::string(l.attributes().get_int("fmod", 0) != 0 ? "fmod(in0, in1)"
                                                                 : "mod(in0, in1)");
     }},
    {"Selu",
     [](const Lowering& l) {
       return fmt::format("selu(in0, {}, {})", number_of(l, "alpha", 1.67326319217681884765625f),
                          number_of(l, "gamma", 1.05070102214813232421875f));
     }},
    {"Shrink",
     [](const Lowering& l) {
       return fmt::format("shrink(in0, {}, {})", number_of(l, "lambd", 0.5f),
                          number_of(l, "bias", 0.0f));
     }},
    {"Sum", [](const Lowering& l) { return chain(l, "add"); }},
    {"SwiGLU", swiglu},
    {"Swish", swish},
    {"ThresholdedRelu",
     [](const Lowering& l) {
       return "thresholded_relu(in0, " + number_of(l, "alpha", 1.0f) + ")";
     }},
    {"nightjar::Pointwise",
     [](const Lowering& l) { return l.attributes().get_string("expression", "in0"); }},
};

/// Text of the expression over the op's inputs; empty when the op is not elementwise.
std::string form_of(const Lowering& lowering) {
  const network::Op& op = lowering.op();
  const std::string name = op.domain.empty() ? op.type : op.domain + "::" + op.type;
  for (const FixedForm& form : kFixedForms) {
    if (name == form.type) return form.expression;
  }
  for (const ComputedForm& form : kComputedForms) {
    if (name == form.type) return form.form(lowering);
  }
  return "";
}

/// An integer to a real power must not be computed in integers, nor in float32.
std::string compute_of(const Lowering& lowering) {
  if (lowering.op().type != "Pow") return "";
  const bool is_mixed = tensor::is_integer(lowering.input(0).desc.type) &&
                        tensor::is_float(lowering.input(1).desc.type);
  return is_mixed ? "f64" : "";
}

Result<LoweredOp> lower_pointwise(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const Expression expression, Expression::parse(form_of(lowering)));
  if (expression.input_count() > lowering.op().inputs.size()) {
    return invalid_input("the expression reads more inputs than there are");
  }
  return lower_expression(lowering, expression, compute_of(lowering));
}

}  // namespace

void add_pointwise_rules(RuleTable& table) {
  for (const FixedForm& form : kFixedForms) {
    table[form.type] = {lower_pointwise, pointwise_supports_layout};
  }
  for (const ComputedForm& form : kComputedForms) {
    table[form.type] = {lower_pointwise, pointwise_supports_layout};
  }
}

}  // namespace nightjar::lower::rules

namespace nightjar::lower {

std::optional<PointwiseForm> pointwise_form(const network::Network& network,
                                            const network::Op& op) {
  using kernels::pointwise::Expression;
  const Lowering lowering(network, op);
  const std::string text = rules::form_of(lowering);
  const auto parsed = Expression::parse(text);
  if (text.empty() || !parsed.ok()) return std::nullopt;
  PointwiseForm form;
  std::vector<Expression> replacements;
  for (size_t i = 0; i < parsed->input_count(); ++i) {
    if (!parsed->reads(i)) {
      replacements.push_back(Expression::number(0));
    } else if (const auto value = rules::scalar_value(lowering, i)) {
      replacements.push_back(Expression::number(*value));
    } else {
      replacements.push_back(Expression::input(form.inputs.size()));
      form.inputs.push_back(i);
    }
  }
  form.expression = parsed->substitute(replacements).to_string();
  return form;
}

Result<std::string> insert_expression(const std::string& outer, size_t input,
                                      const std::string& inner, size_t first_inner_input) {
  using kernels::pointwise::Expression;
  NIGHTJAR_ASSIGN(const Expression around, Expression::parse(outer));
  NIGHTJAR_ASSIGN(const Expression within, Expression::parse(inner));
  std::vector<Expression> moved, replacements;
  for (size_t i = 0; i < within.input_count(); ++i) {
    moved.push_back(Expression::input(first_inner_input + i));
  }
  for (size_t i = 0; i < around.input_count(); ++i) {
    replacements.push_back(i == input ? within.substitute(moved) : Expression::input(i));
  }
  return around.substitute(replacements).to_string();
}

}  // namespace nightjar::lower
