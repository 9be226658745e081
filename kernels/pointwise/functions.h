// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The functions a pointwise expression may call: one table of enum, written name and arity.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// X(Name, text, arity). Truth is 1 and 0 in the type computed in.
#define NIGHTJAR_ARITHMETIC_FUNCTIONS(X) \
  X(Add, "add", 2)                       \
  X(Subtract, "sub", 2)                  \
  X(Multiply, "mul", 2)                  \
  X(Divide, "div", 2)                    \
  X(Minimum, "min", 2)                   \
  X(Maximum, "max", 2)                   \
  X(Clip, "clip", 3)                     \
  X(Negate, "neg", 1)                    \
  X(Absolute, "abs", 1)                  \
  X(Sign, "sign", 1)                     \
  X(Relu, "relu", 1)                     \
  X(LeakyRelu, "leaky_relu", 2)          \
  X(Modulo, "mod", 2)                    \
  X(FloatModulo, "fmod", 2)

#define NIGHTJAR_LOGIC_FUNCTIONS(X)     \
  X(Equal, "equal", 2)                  \
  X(Less, "less", 2)                    \
  X(LessOrEqual, "less_equal", 2)       \
  X(Greater, "greater", 2)              \
  X(GreaterOrEqual, "greater_equal", 2) \
  X(And, "and", 2)                      \
  X(Or, "or", 2)                        \
  X(Xor, "xor", 2)                      \
  X(Not, "not", 1)                      \
  X(Where, "where", 3)                  \
  X(IsNan, "isnan", 1)                  \
  X(IsPositiveInfinity, "isposinf", 1)  \
  X(IsNegativeInfinity, "isneginf", 1)

#define NIGHTJAR_ROUNDING_FUNCTIONS(X) \
  X(Floor, "floor", 1)                 \
  X(Ceil, "ceil", 1)                   \
  X(Round, "round", 1)                 \
  X(Truncate, "trunc", 1)

#define NIGHTJAR_ROOT_FUNCTIONS(X)          \
  X(SquareRoot, "sqrt", 1)                  \
  X(Reciprocal, "reciprocal", 1)            \
  X(Softsign, "softsign", 1)                \
  X(HardSigmoid, "hard_sigmoid", 3)         \
  X(HardSwish, "hard_swish", 1)             \
  X(ThresholdedRelu, "thresholded_relu", 2) \
  X(Shrink, "shrink", 3)

#define NIGHTJAR_EXPONENTIAL_FUNCTIONS(X) \
  X(Exp, "exp", 1)                        \
  X(Log, "log", 1)                        \
  X(Erf, "erf", 1)                        \
  X(Tanh, "tanh", 1)                      \
  X(Sigmoid, "sigmoid", 1)                \
  X(Gelu, "gelu", 1)                      \
  X(GeluTanh, "gelu_tanh", 1)             \
  X(Silu, "silu", 1)                      \
  X(Mish, "mish", 1)                      \
  X(Softplus, "softplus", 1)              \
  X(Elu, "elu", 2)                        \
  X(Celu, "celu", 2)                      \
  X(Selu, "selu", 3)

#define NIGHTJAR_LIBRARY_FUNCTIONS(X) \
  X(Power, "pow", 2)                  \
  X(Sine, "sin", 1)                   \
  X(Cosine, "cos", 1)                 \
  X(Tangent, "tan", 1)                \
  X(ArcSine, "asin", 1)               \
  X(ArcCosine, "acos", 1)             \
  X(ArcTangent, "atan", 1)            \
  X(HyperbolicSine, "sinh", 1)        \
  X(HyperbolicCosine, "cosh", 1)      \
  X(AreaSine, "asinh", 1)             \
  X(AreaCosine, "acosh", 1)           \
  X(AreaTangent, "atanh", 1)

#define NIGHTJAR_BIT_FUNCTIONS(X) \
  X(BitAnd, "bit_and", 2)         \
  X(BitOr, "bit_or", 2)           \
  X(BitXor, "bit_xor", 2)         \
  X(BitNot, "bit_not", 1)         \
  X(ShiftLeft, "shift_left", 2)   \
  X(ShiftRight, "shift_right", 2)

#define NIGHTJAR_POINTWISE_FUNCTIONS(X) \
  NIGHTJAR_ARITHMETIC_FUNCTIONS(X)      \
  NIGHTJAR_LOGIC_FUNCTIONS(X)           \
  NIGHTJAR_ROUNDING_FUNCTIONS(X)        \
  NIGHTJAR_ROOT_FUNCTIONS(X)            \
  NIGHTJAR_EXPONENTIAL_FUNCTIONS(X)     \
  NIGHTJAR_LIBRARY_FUNCTIONS(X)         \
  NIGHTJAR_BIT_FUNCTIONS(X)

namespace nightjar::kernels::pointwise {

#define NIGHTJAR_ENUMERATOR(Name, text, arity) k##Name,
enum class Function : uint8_t { NIGHTJAR_POINTWISE_FUNCTIONS(NIGHTJAR_ENUMERATOR) };
#undef NIGHTJAR_ENUMERATOR

struct FunctionInfo {
  std::string_view name;
  int arity;
};

/// In the order of the enum.
std::span<const FunctionInfo> all_functions();
const FunctionInfo& info_of(Function function);
std::optional<Function> function_from_name(std::string_view name);

}  // namespace nightjar::kernels::pointwise
