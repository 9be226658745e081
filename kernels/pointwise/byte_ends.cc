// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/byte_ends.h"

#include <cmath>
#include <limits>

#include "kernels/common/clones.h"
#include "kernels/pointwise/semantics.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::DataType;

bool is_byte(DataType type) { return type == DataType::kInt8 || type == DataType::kUInt8; }

bool calls(const Expression& expression, Function function) {
  return expression.kind() == Expression::Kind::kCall && expression.function() == function;
}

/// The number that is the second argument of a call of `function`.
std::optional<float> second_number(const Expression& expression, Function function) {
  if (!calls(expression, function)) return std::nullopt;
  const Expression& second = expression.arguments()[1];
  if (second.kind() != Expression::Kind::kNumber) return std::nullopt;
  return static_cast<float>(second.value());
}

/// What (in - zero) * scale or in * scale reads, with its numbers.
std::optional<std::pair<size_t, ByteInput>> match_input(const Expression& expression) {
  const auto scale = second_number(expression, Function::kMultiply);
  if (!scale) return std::nullopt;
  const Expression& inner = expression.arguments()[0];
  if (inner.kind() == Expression::Kind::kInput) {
    return std::pair(inner.input_index(), ByteInput{0, *scale});
  }
  const auto zero = second_number(inner, Function::kSubtract);
  if (!zero || inner.arguments()[0].kind() != Expression::Kind::kInput) return std::nullopt;
  return std::pair(inner.arguments()[0].input_index(), ByteInput{*zero, *scale});
}

/// Finds how each input of bytes is dequantised; one that is read in two ways is left alone.
class Reading {
 public:
  explicit Reading(const PointwiseProblem& problem)
      : problem_(problem), found_(problem.inputs.size()), is_mixed_(problem.inputs.size(), false) {}

  void visit(const Expression& expression) {
    if (const auto match = match_input(expression); match && is_bytes(match->first)) {
      auto& found = found_[match->first];
      if (found && !(*found == match->second)) is_mixed_[match->first] = true;
      found = match->second;
      return;
    }
    if (expression.kind() == Expression::Kind::kInput) is_mixed_[expression.input_index()] = true;
    if (expression.kind() != Expression::Kind::kCall) return;
    for (const Expression& argument : expression.arguments()) visit(argument);
  }

  Expression replaced(const Expression& expression) const {
    if (const auto match = match_input(expression); match && takes(match->first)) {
      return Expression::input(match->first);
    }
    if (expression.kind() != Expression::Kind::kCall) return expression;
    std::vector<Expression> arguments;
    for (const Expression& argument : expression.arguments()) {
      arguments.push_back(replaced(argument));
    }
    return Expression::call(expression.function(), std::move(arguments));
  }

  bool takes(size_t input) const { return found_[input] && !is_mixed_[input]; }
  std::optional<ByteInput> of(size_t input) const {
    return takes(input) ? found_[input] : std::nullopt;
  }

 private:
  bool is_bytes(size_t input) const { return is_byte(problem_.inputs[input].type); }

  const PointwiseProblem& problem_;
  std::vector<std::optional<ByteInput>> found_;
  std::vector<bool> is_mixed_;
};

/// Takes clip(round(x / scale) [+ zero], low, high) off the expression.
std::optional<ByteOutput> take_output(Expression& expression) {
  if (!calls(expression, Function::kClip)) return std::nullopt;
  ByteOutput output;
  const Expression &low = expression.arguments()[1], &high = expression.arguments()[2];
  if (low.kind() != Expression::Kind::kNumber || high.kind() != Expression::Kind::kNumber) {
    return std::nullopt;
  }
  output.low = static_cast<float>(low.value());
  output.high = static_cast<float>(high.value());
  Expression rounded = expression.arguments()[0];
  if (const auto zero = second_number(rounded, Function::kAdd)) {
    output.zero = *zero;
    const Expression inner = rounded.arguments()[0];
    rounded = inner;
  }
  if (!calls(rounded, Function::kRound)) return std::nullopt;
  const auto scale = second_number(rounded.arguments()[0], Function::kDivide);
  if (!scale) return std::nullopt;
  output.scale = *scale;
  const Expression value = rounded.arguments()[0].arguments()[0];
  expression = value;
  return output;
}

template <typename Byte>
NIGHTJAR_INLINE void quantize(const ByteOutput& output, const float* run, int64_t count, Byte* to) {
  for (int64_t i = 0; i < count; ++i) {
    float value = std::nearbyint(run[i] / output.scale) + output.zero;
    value = semantics::Clip::apply<float>(value, output.low, output.high);
    value = value == value ? value : 0.0f;
    to[i] = static_cast<Byte>(static_cast<int32_t>(value));
  }
}

NIGHTJAR_CLONES void quantize_int8(const ByteOutput& output, const float* run, int64_t count,
                                   int8_t* to) {
  quantize(output, run, count, to);
}
NIGHTJAR_CLONES void quantize_uint8(const ByteOutput& output, const float* run, int64_t count,
                                    uint8_t* to) {
  quantize(output, run, count, to);
}
NIGHTJAR_CLONES void scale_run(float zero, float scale, float* run, int64_t count) {
  for (int64_t i = 0; i < count; ++i) run[i] = (run[i] - zero) * scale;
}

}  // namespace

std::optional<BetweenBytes> between_bytes(const PointwiseProblem& problem) {
  if (problem.compute != Compute::kFloat32) return std::nullopt;
  BetweenBytes between{problem, {}};
  Expression& expression = between.problem.expression;
  if (is_byte(problem.output.type)) {
    between.ends.output = take_output(expression);
    const bool fits =
        between.ends.output && between.ends.output->low >= -128 && between.ends.output->high <= 255;
    if (between.ends.output && !fits) return std::nullopt;
  }
  Reading reading(problem);
  reading.visit(expression);
  expression = reading.replaced(expression);
  bool any = between.ends.output.has_value();
  for (size_t i = 0; i < problem.inputs.size(); ++i) {
    between.ends.inputs.push_back(reading.of(i));
    any = any || between.ends.inputs.back().has_value();
  }
  return any ? std::optional(std::move(between)) : std::nullopt;
}

void scale_bytes(const ByteInput& input, float* run, int64_t count) {
  scale_run(input.zero, input.scale, run, count);
}

void quantize_run(const ByteOutput& output, DataType type, const float* run, int64_t count,
                  void* to) {
  if (type == DataType::kInt8) {
    quantize_int8(output, run, count, static_cast<int8_t*>(to));
  } else {
    quantize_uint8(output, run, count, static_cast<uint8_t*>(to));
  }
}

}  // namespace nightjar::kernels::pointwise
