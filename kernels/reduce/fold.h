// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The arithmetic of reductions: what is accumulated, how a run is folded, what comes out.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "kernels/common/clones.h"
#include "kernels/reduce/reduce.h"

namespace nightjar::kernels::reduce {

/// What a kind accumulates; the rest is done when it ends.
enum class Fold : uint8_t { kSum, kAbsolute, kSquare, kProduct, kMax, kMin, kExp };

inline Fold fold_of(ReduceKind kind) {
  switch (kind) {
    case ReduceKind::kSum:
    case ReduceKind::kMean:
    case ReduceKind::kLogSum:
      return Fold::kSum;
    case ReduceKind::kL1:
      return Fold::kAbsolute;
    case ReduceKind::kL2:
    case ReduceKind::kSumSquare:
      return Fold::kSquare;
    case ReduceKind::kProduct:
      return Fold::kProduct;
    case ReduceKind::kMax:
      return Fold::kMax;
    case ReduceKind::kMin:
      return Fold::kMin;
    case ReduceKind::kLogSumExp:
      return Fold::kExp;
  }
  return Fold::kSum;
}

/// Accumulators: float64 for floats, int64 or uint64 for integers.
template <typename C>
using Accumulator = std::conditional_t<std::is_floating_point_v<C>, double, C>;

template <typename A>
A neutral(Fold fold) {
  constexpr bool kHasInfinity = std::numeric_limits<A>::has_infinity;
  constexpr A kHighest =
      kHasInfinity ? std::numeric_limits<A>::infinity() : std::numeric_limits<A>::max();
  constexpr A kLowest =
      kHasInfinity ? -std::numeric_limits<A>::infinity() : std::numeric_limits<A>::lowest();
  if (fold == Fold::kProduct) return A(1);
  if (fold == Fold::kMax) return kLowest;
  return fold == Fold::kMin ? kHighest : A(0);
}

/// Adds what wraps around when it overflows.
template <typename A>
NIGHTJAR_INLINE A wrapping_add(A a, A b) {
  if constexpr (std::is_floating_point_v<A>) {
    return a + b;
  } else {
    return static_cast<A>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
  }
}
template <typename A>
NIGHTJAR_INLINE A wrapping_multiply(A a, A b) {
  if constexpr (std::is_floating_point_v<A>) {
    return a * b;
  } else {
    return static_cast<A>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
  }
}

/// One step of the accumulation; `shift` is the maximum that kExp subtracts. NaN wins.
template <Fold kFold, typename A>
NIGHTJAR_INLINE A step(A sum, A x, [[maybe_unused]] A shift) {
  if constexpr (kFold == Fold::kSum) return wrapping_add(sum, x);
  if constexpr (kFold == Fold::kAbsolute) return wrapping_add(sum, x < A(0) ? A(0) - x : x);
  if constexpr (kFold == Fold::kSquare) return wrapping_add(sum, wrapping_multiply(x, x));
  if constexpr (kFold == Fold::kProduct) return wrapping_multiply(sum, x);
  if constexpr (kFold == Fold::kMax) return ((x > sum) | (x != x)) ? x : sum;
  if constexpr (kFold == Fold::kMin) return ((x < sum) | (x != x)) ? x : sum;
  if constexpr (kFold == Fold::kExp) {
    return sum + static_cast<A>(std::exp(static_cast<double>(x) - static_cast<double>(shift)));
  }
}

/// The answer, from the accumulator over `count` elements.
template <typename A>
A finish(ReduceKind kind, A sum, A shift, int64_t count) {
  const auto real = static_cast<double>(sum);
  switch (kind) {
    case ReduceKind::kMean:
      if constexpr (std::is_floating_point_v<A>) return sum / static_cast<A>(count);
      return count == 0 ? A(0) : sum / static_cast<A>(count);
    case ReduceKind::kL2:
      return static_cast<A>(std::sqrt(real));
    case ReduceKind::kLogSum:
      return static_cast<A>(std::log(real));
    case ReduceKind::kLogSumExp:
      return static_cast<A>(std::log(real) + static_cast<double>(shift));
    default:
      return sum;
  }
}

}  // namespace nightjar::kernels::reduce
