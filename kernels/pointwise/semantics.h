// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What each pointwise function means for one element: a struct per function with apply(a, b, c).
#pragma once

#include <cmath>
#include <limits>
#include <type_traits>

#include "kernels/common/vector_math.h"

#define NIGHTJAR_MEANING(Name, ...)                                            \
  struct Name {                                                                \
    template <typename C>                                                      \
    NIGHTJAR_INLINE static C apply([[maybe_unused]] C a, [[maybe_unused]] C b, \
                                   [[maybe_unused]] C c) {                     \
      __VA_ARGS__                                                              \
    }                                                                          \
  };

namespace nightjar::kernels::pointwise::semantics {

template <typename C>
inline constexpr bool kIsFloat = std::is_floating_point_v<C>;

/// Where wrapping is wanted; signed overflow itself is undefined.
template <typename C>
using Wrapping = std::conditional_t<kIsFloat<C>, std::type_identity<C>, std::make_unsigned<C>>;
template <typename C>
using WrappingType = typename Wrapping<C>::type;

template <typename C>
NIGHTJAR_INLINE bool is_nan(C value) {
  return value != value;
}

NIGHTJAR_MEANING(Add, using W = WrappingType<C>; return C(W(a) + W(b));)
NIGHTJAR_MEANING(Subtract, using W = WrappingType<C>; return C(W(a) - W(b));)
NIGHTJAR_MEANING(Multiply, using W = WrappingType<C>; return C(W(a) * W(b));)
NIGHTJAR_MEANING(Negate, using W = WrappingType<C>; return C(-W(a));)
NIGHTJAR_MEANING(
    Divide, if constexpr (kIsFloat<C>) { return a / b; } else {
      // The hardware traps on these two; ONNX leaves them open.
      if (b == 0) return C(0);
      if (std::is_signed_v<C> && b == C(-1)) return Negate::apply(a, a, a);
      return C(a / b);
    })
// A NaN on either side wins.
NIGHTJAR_MEANING(Minimum, return (a < b || is_nan(a)) ? a : b;)
NIGHTJAR_MEANING(Maximum, return (a > b || is_nan(a)) ? a : b;)
NIGHTJAR_MEANING(Clip, a = a < b ? b : a; return a > c ? c : a;)
NIGHTJAR_MEANING(
    Absolute, if constexpr (kIsFloat<C>) { return std::fabs(a); } else {
      return a < C(0) ? Negate::apply(a, a, a) : a;
    })
NIGHTJAR_MEANING(Sign, return is_nan(a) ? a : C(a > C(0)) - C(a < C(0));)
NIGHTJAR_MEANING(Relu, return a < C(0) ? C(0) : a;)
NIGHTJAR_MEANING(LeakyRelu, return a < C(0) ? C(a * b) : a;)
NIGHTJAR_MEANING(
    Modulo,
    if constexpr (kIsFloat<C>) {
      const C rest = std::fmod(a, b);
      return (rest != 0 && (rest < 0) != (b < 0)) ? rest + b : rest;
    } else {
      if (b == 0 || (std::is_signed_v<C> && b == C(-1))) return C(0);
      const C rest = C(a % b);
      return (rest != 0 && (rest < 0) != (b < 0)) ? C(rest + b) : rest;
    })
NIGHTJAR_MEANING(
    FloatModulo, if constexpr (kIsFloat<C>) { return std::fmod(a, b); } else {
      return (b == 0 || (std::is_signed_v<C> && b == C(-1))) ? C(0) : C(a % b);
    })

NIGHTJAR_MEANING(Equal, return C(a == b);)
NIGHTJAR_MEANING(Less, return C(a < b);)
NIGHTJAR_MEANING(LessOrEqual, return C(a <= b);)
NIGHTJAR_MEANING(Greater, return C(a > b);)
NIGHTJAR_MEANING(GreaterOrEqual, return C(a >= b);)
NIGHTJAR_MEANING(And, return C((a != C(0)) & (b != C(0)));)
NIGHTJAR_MEANING(Or, return C((a != C(0)) | (b != C(0)));)
NIGHTJAR_MEANING(Xor, return C((a != C(0)) != (b != C(0)));)
NIGHTJAR_MEANING(Not, return C(a == C(0));)
NIGHTJAR_MEANING(Where, return a != C(0) ? b : c;)
NIGHTJAR_MEANING(IsNan, return C(is_nan(a));)
NIGHTJAR_MEANING(IsPositiveInfinity, return C(kIsFloat<C> && a > std::numeric_limits<C>::max());)
NIGHTJAR_MEANING(IsNegativeInfinity, return C(kIsFloat<C> && a < std::numeric_limits<C>::lowest());)

NIGHTJAR_MEANING(
    Floor, if constexpr (kIsFloat<C>) { return std::floor(a); } else { return a; })
NIGHTJAR_MEANING(
    Ceil, if constexpr (kIsFloat<C>) { return std::ceil(a); } else { return a; })
// Half goes to even: the default rounding mode.
NIGHTJAR_MEANING(
    Round, if constexpr (kIsFloat<C>) { return std::nearbyint(a); } else { return a; })
NIGHTJAR_MEANING(
    Truncate, if constexpr (kIsFloat<C>) { return std::trunc(a); } else { return a; })

NIGHTJAR_MEANING(SquareRoot, return std::sqrt(a);)
NIGHTJAR_MEANING(Reciprocal, return C(1) / a;)
NIGHTJAR_MEANING(Softsign, return a / (C(1) + std::fabs(a));)
NIGHTJAR_MEANING(HardSigmoid, return Clip::apply(a * b + c, C(0), C(1));)
NIGHTJAR_MEANING(HardSwish, return a * Clip::apply(a / C(6) + C(0.5), C(0), C(1));)
NIGHTJAR_MEANING(ThresholdedRelu, return a > b ? a : C(0);)
NIGHTJAR_MEANING(Shrink, const C upper = a > b ? a - c : C(0); return a < -b ? a + c : upper;)

NIGHTJAR_MEANING(Exp, return fast_exp(a);)
NIGHTJAR_MEANING(Log, return fast_log(a);)
NIGHTJAR_MEANING(Erf, return fast_erf(a);)
NIGHTJAR_MEANING(Tanh, return fast_tanh(a);)
NIGHTJAR_MEANING(Sigmoid, return fast_sigmoid(a);)
NIGHTJAR_MEANING(Gelu, return a * normal_cdf(a);)
// tanh(u) = 2 sigmoid(2 u) - 1 turns the tanh form into a sigmoid.
NIGHTJAR_MEANING(GeluTanh, const C u = C(1.5957691216057308) * (a + C(0.044715) * a * a * a);
                 return a * fast_sigmoid(u);)
NIGHTJAR_MEANING(Silu, return a * fast_sigmoid(a);)
// tanh(log(1 + e)) with e = exp(a) is e (e + 2) / (e (e + 2) + 2).
NIGHTJAR_MEANING(Mish, const C e = fast_exp(a > C(20) ? C(20) : a); const C n = e * (e + C(2));
                 return a * (n / (n + C(2)));)
NIGHTJAR_MEANING(Softplus, return (a < C(0) ? C(0) : a) + fast_log1p(fast_exp(-std::fabs(a)));)
NIGHTJAR_MEANING(Elu, return a < C(0) ? b * fast_expm1(a) : a;)
NIGHTJAR_MEANING(Celu, return a < C(0) ? b * fast_expm1(a / b) : a;)
NIGHTJAR_MEANING(Selu, return c * (a < C(0) ? b * fast_expm1(a) : a);)

/// Repeated squaring; a negative exponent leaves only what 1 and -1 give.
template <typename C>
C integer_power(C base, C exponent) {
  if (exponent < C(0)) {
    if (base == C(1)) return C(1);
    if (base != C(-1)) return C(0);
    return exponent % 2 == 0 ? C(1) : C(-1);
  }
  C result = 1;
  for (; exponent > 0; exponent = C(exponent / 2), base = Multiply::apply(base, base, base)) {
    if (exponent % 2 != 0) result = Multiply::apply(result, base, base);
  }
  return result;
}

NIGHTJAR_MEANING(
    Power,
    if constexpr (kIsFloat<C>) { return std::pow(a, b); } else { return integer_power(a, b); })
NIGHTJAR_MEANING(Sine, return std::sin(a);)
NIGHTJAR_MEANING(Cosine, return std::cos(a);)
NIGHTJAR_MEANING(Tangent, return std::tan(a);)
NIGHTJAR_MEANING(ArcSine, return std::asin(a);)
NIGHTJAR_MEANING(ArcCosine, return std::acos(a);)
NIGHTJAR_MEANING(ArcTangent, return std::atan(a);)
NIGHTJAR_MEANING(HyperbolicSine, return std::sinh(a);)
NIGHTJAR_MEANING(HyperbolicCosine, return std::cosh(a);)
NIGHTJAR_MEANING(AreaSine, return std::asinh(a);)
NIGHTJAR_MEANING(AreaCosine, return std::acosh(a);)
NIGHTJAR_MEANING(AreaTangent, return std::atanh(a);)

NIGHTJAR_MEANING(BitAnd, return C(a & b);)
NIGHTJAR_MEANING(BitOr, return C(a | b);)
NIGHTJAR_MEANING(BitXor, return C(a ^ b);)
NIGHTJAR_MEANING(BitNot, return C(~a);)
NIGHTJAR_MEANING(ShiftLeft, using W = WrappingType<C>;
                 return b < C(0) || b > C(63) ? C(0) : C(W(a) << W(b));)
NIGHTJAR_MEANING(ShiftRight, return b < C(0) || b > C(63) ? C(0) : C(a >> b);)

}  // namespace nightjar::kernels::pointwise::semantics

#undef NIGHTJAR_MEANING
