// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/generated_source.h"

namespace nightjar::kernels::cuda {
namespace {

using tensor::DataType;

constexpr std::string_view kTypes = R"(
typedef unsigned char u8; typedef signed char i8; typedef unsigned short u16; typedef short i16;
typedef unsigned int u32; typedef int i32; typedef unsigned long long u64; typedef long long i64;
struct f16 { u16 bits; };
struct bf16 { u16 bits; };
struct flag { u8 bits; };

template <typename C> struct is_real { static constexpr bool value = false; };
template <> struct is_real<float> { static constexpr bool value = true; };
template <> struct is_real<double> { static constexpr bool value = true; };
template <typename C> struct wrapping { using type = C; };
template <> struct wrapping<i64> { using type = u64; };

template <typename C, typename T> __device__ C load(T x) { return (C)x; }
template <typename C> __device__ C load(f16 x) {
  float y; asm("cvt.f32.f16 %0, %1;" : "=f"(y) : "h"(x.bits)); return (C)y;
}
template <typename C> __device__ C load(bf16 x) { return (C)__uint_as_float((u32)x.bits << 16); }
template <typename C> __device__ C load(flag x) { return (C)x.bits; }

template <typename T, typename C> __device__ void store_cut(T& to, C x, C low, C high) {
  if constexpr (is_real<C>::value)
    to = x != x ? T(0) : (T)(int)(x < low ? low : x > high ? high : x);
  else to = (T)x;
}
template <typename C> __device__ void store(float& to, C x) { to = (float)x; }
template <typename C> __device__ void store(double& to, C x) { to = (double)x; }
template <typename C> __device__ void store(f16& to, C x) {
  float y = (float)x; asm("cvt.rn.f16.f32 %0, %1;" : "=h"(to.bits) : "f"(y));
}
template <typename C> __device__ void store(bf16& to, C x) {
  float y = (float)x; asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(to.bits) : "f"(y));
}
template <typename C> __device__ void store(flag& to, C x) { to.bits = x != C(0); }
template <typename C> __device__ void store(u8& to, C x) { store_cut(to, x, C(0), C(255)); }
template <typename C> __device__ void store(i8& to, C x) { store_cut(to, x, C(-128), C(127)); }
template <typename C> __device__ void store(u16& to, C x) { store_cut(to, x, C(0), C(65535)); }
template <typename C> __device__ void store(i16& to, C x) { store_cut(to, x, C(-32768), C(32767)); }
template <typename C> __device__ void store(i32& to, C x) { to = (i32)x; }
template <typename C> __device__ void store(u32& to, C x) { to = (u32)x; }
template <typename C> __device__ void store(i64& to, C x) { to = (i64)x; }
template <typename C> __device__ void store(u64& to, C x) { to = (u64)x; }

template <typename T, int V> struct alignas(sizeof(T) * V < 16 ? sizeof(T) * V : 16) run {
  T values[V];
};
)";

constexpr std::string_view kArithmetic = R"(
#define F1(name, ...) template <typename C> __device__ C f_##name(C a) { __VA_ARGS__ }
#define F2(name, ...) template <typename C> __device__ C f_##name(C a, C b) { __VA_ARGS__ }
#define F3(name, ...) template <typename C> __device__ C f_##name(C a, C b, C c) { __VA_ARGS__ }
#define REAL is_real<C>::value
#define W typename wrapping<C>::type

F2(add, return C(W(a) + W(b));)
F2(sub, return C(W(a) - W(b));)
F2(mul, return C(W(a) * W(b));)
F1(neg, return C(-W(a));)
F2(div, if constexpr (REAL) return a / b;
        else { if (b == 0) return C(0);
               if (C(-1) < C(0) && b == C(-1)) return f_neg(a);
               return a / b; })
F2(min, return (a < b || a != a) ? a : b;)
F2(max, return (a > b || a != a) ? a : b;)
F3(clip, a = a < b ? b : a; return a > c ? c : a;)
F1(abs, if constexpr (REAL) return a < C(0) ? -a : a + C(0); else return a < C(0) ? f_neg(a) : a;)
F1(sign, return a != a ? a : C(a > C(0)) - C(a < C(0));)
F1(relu, return a < C(0) ? C(0) : a;)
F2(leaky_relu, return a < C(0) ? C(a * b) : a;)
F2(mod, if constexpr (REAL) { C r = fmod(a, b); return (r != 0 && (r < 0) != (b < 0)) ? r + b : r; }
        else { if (b == 0 || (C(-1) < C(0) && b == C(-1))) return C(0);
               C r = a % b; return (r != 0 && (r < 0) != (b < 0)) ? C(r + b) : r; })
F2(fmod, if constexpr (REAL) return fmod(a, b);
         else return (b == 0 || (C(-1) < C(0) && b == C(-1))) ? C(0) : C(a % b);)
F2(equal, return C(a == b);)
F2(less, return C(a < b);)
F2(less_equal, return C(a <= b);)
F2(greater, return C(a > b);)
F2(greater_equal, return C(a >= b);)
F2(and, return C((a != C(0)) & (b != C(0)));)
F2(or, return C((a != C(0)) | (b != C(0)));)
F2(xor, return C((a != C(0)) != (b != C(0)));)
F1(not, return C(a == C(0));)
F3(where, return a != C(0) ? b : c;)
F1(isnan, return C(a != a);)
F1(isposinf, if constexpr (REAL) return C(isinf(a) && a > C(0)); else return C(0);)
F1(isneginf, if constexpr (REAL) return C(isinf(a) && a < C(0)); else return C(0);)
F1(floor, if constexpr (REAL) return floor(a); else return a;)
F1(ceil, if constexpr (REAL) return ceil(a); else return a;)
F1(round, if constexpr (REAL) return rint(a); else return a;)
F1(trunc, if constexpr (REAL) return trunc(a); else return a;)
F2(bit_and, return C(a & b);)
F2(bit_or, return C(a | b);)
F2(bit_xor, return C(a ^ b);)
F1(bit_not, return C(~a);)
F2(shift_left, return b < C(0) || b > C(63) ? C(0) : C(W(a) << W(b));)
F2(shift_right, return b < C(0) || b > C(63) ? C(0) : C(a >> b);)
F2(pow, if constexpr (REAL) return pow(a, b);
        else {
          if (b < C(0)) return a == C(1) ? C(1) : a != C(-1) ? C(0) : b % 2 == 0 ? C(1) : C(-1);
          C r = 1;
          for (; b > 0; b /= 2, a = f_mul(a, a)) if (b % 2 != 0) r = f_mul(r, a);
          return r;
        })
)";

constexpr std::string_view kFunctions = R"(
F1(sqrt, return sqrt(a);)
F1(reciprocal, return C(1) / a;)
F1(softsign, return a / (C(1) + fabs(a));)
F3(hard_sigmoid, return f_clip(C(a * b + c), C(0), C(1));)
F1(hard_swish, return a * f_clip(C(a / C(6) + C(0.5)), C(0), C(1));)
F2(thresholded_relu, return a > b ? a : C(0);)
F3(shrink, return a < -b ? a + c : a > b ? a - c : C(0);)
F1(exp, return exp(a);)
F1(log, return log(a);)
F1(erf, return erf(a);)
F1(tanh, return tanh(a);)
F1(sigmoid, return C(1) / (C(1) + exp(-a));)
F1(gelu, return C(0.5) * a * (C(1) + erf(a * C(0.70710678118654752)));)
F1(gelu_tanh, return a * f_sigmoid(C(C(1.5957691216057308) * (a + C(0.044715) * a * a * a)));)
F1(silu, return a * f_sigmoid(a);)
F1(mish, C e = exp(a > C(20) ? C(20) : a); C n = e * (e + C(2)); return a * (n / (n + C(2)));)
F1(softplus, return (a < C(0) ? C(0) : a) + log1p(exp(-fabs(a)));)
F2(elu, return a < C(0) ? b * expm1(a) : a;)
F2(celu, return a < C(0) ? b * expm1(a / b) : a;)
F3(selu, return c * (a < C(0) ? b * expm1(a) : a);)
F1(sin, return sin(a);)
F1(cos, return cos(a);)
F1(tan, return tan(a);)
F1(asin, return asin(a);)
F1(acos, return acos(a);)
F1(atan, return atan(a);)
F1(sinh, return sinh(a);)
F1(cosh, return cosh(a);)
F1(asinh, return asinh(a);)
F1(acosh, return acosh(a);)
F1(atanh, return atanh(a);)
)";

}  // namespace

bool is_generated_type(DataType type) { return !source_name(type).empty(); }

std::string_view source_name(DataType type) {
  switch (type) {
    case DataType::kFloat32:
      return "float";
    case DataType::kFloat64:
      return "double";
    case DataType::kFloat16:
      return "f16";
    case DataType::kBFloat16:
      return "bf16";
    case DataType::kBool:
      return "flag";
    case DataType::kUInt8:
      return "u8";
    case DataType::kInt8:
      return "i8";
    case DataType::kUInt16:
      return "u16";
    case DataType::kInt16:
      return "i16";
    case DataType::kUInt32:
      return "u32";
    case DataType::kInt32:
      return "i32";
    case DataType::kUInt64:
      return "u64";
    case DataType::kInt64:
      return "i64";
    default:
      return "";
  }
}

std::string_view source_prelude() {
  static const std::string kPrelude =
      std::string(kTypes) + std::string(kArithmetic) + std::string(kFunctions);
  return kPrelude;
}

}  // namespace nightjar::kernels::cuda
