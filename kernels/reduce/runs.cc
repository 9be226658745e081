// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reduce/runs.h"

#include "kernels/common/clones.h"
#include "kernels/common/run_folds.h"

namespace nightjar::kernels::reduce {
namespace {

/// Independent partial results, so that the compiler can keep them in vector registers.
constexpr int64_t kLanes = 16;

template <Fold kFold, typename C>
NIGHTJAR_INLINE Accumulator<C> along(const C* x, int64_t count, Accumulator<C> sum,
                                     Accumulator<C> shift) {
  using A = Accumulator<C>;
  A lanes[kLanes];
  for (int64_t lane = 0; lane < kLanes; ++lane) {
    lanes[lane] = kFold == Fold::kProduct                        ? A(1)
                  : (kFold == Fold::kMax || kFold == Fold::kMin) ? sum
                                                                 : A(0);
  }
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = step<kFold>(lanes[lane], static_cast<A>(x[i + lane]), shift);
    }
  }
  // Lanes are joined by the fold of plain values.
  constexpr Fold kJoin =
      (kFold == Fold::kProduct || kFold == Fold::kMax || kFold == Fold::kMin) ? kFold : Fold::kSum;
  for (int64_t lane = 0; lane < kLanes; ++lane) sum = step<kJoin>(sum, lanes[lane], shift);
  for (; i < count; ++i) sum = step<kFold>(sum, static_cast<A>(x[i]), shift);
  return sum;
}

/// Extremes need no wider type. NaN wins.
template <Fold kFold, typename C>
NIGHTJAR_INLINE C extreme_along(const C* x, int64_t count, C start) {
  if (start != start || has_nan(x, count)) return std::numeric_limits<C>::quiet_NaN();
  return kFold == Fold::kMax ? maximum_of_run(x, count, start) : minimum_of_run(x, count, start);
}

template <Fold kFold, typename C>
NIGHTJAR_INLINE void across(const C* x, int64_t count, Accumulator<C>* sums,
                            const Accumulator<C>* shifts) {
  using A = Accumulator<C>;
#pragma GCC ivdep
  for (int64_t i = 0; i < count; ++i) {
    sums[i] = step<kFold>(sums[i], static_cast<A>(x[i]), kFold == Fold::kExp ? shifts[i] : A(0));
  }
}

/// Calls `visit` with the fold as a constant.
template <typename Visit>
NIGHTJAR_INLINE auto with_fold(Fold fold, Visit visit) {
  switch (fold) {
    case Fold::kSum:
      return visit(std::integral_constant<Fold, Fold::kSum>());
    case Fold::kAbsolute:
      return visit(std::integral_constant<Fold, Fold::kAbsolute>());
    case Fold::kSquare:
      return visit(std::integral_constant<Fold, Fold::kSquare>());
    case Fold::kProduct:
      return visit(std::integral_constant<Fold, Fold::kProduct>());
    case Fold::kMax:
      return visit(std::integral_constant<Fold, Fold::kMax>());
    case Fold::kMin:
      return visit(std::integral_constant<Fold, Fold::kMin>());
    case Fold::kExp:
      return visit(std::integral_constant<Fold, Fold::kExp>());
  }
  return visit(std::integral_constant<Fold, Fold::kSum>());
}

template <typename C>
NIGHTJAR_INLINE Accumulator<C> any_along(Fold fold, const C* x, int64_t count, Accumulator<C> sum,
                                         Accumulator<C> shift) {
  return with_fold(fold, [&](auto constant) NIGHTJAR_LAMBDA {
    constexpr bool kIsExtreme = constant.value == Fold::kMax || constant.value == Fold::kMin;
    if constexpr (kIsExtreme && std::is_floating_point_v<C>) {
      return Accumulator<C>(extreme_along<constant.value>(x, count, static_cast<C>(sum)));
    } else {
      return along<constant.value>(x, count, sum, shift);
    }
  });
}

template <typename C>
NIGHTJAR_INLINE void any_across(Fold fold, const C* x, int64_t count, Accumulator<C>* sums,
                                const Accumulator<C>* shifts) {
  with_fold(fold,
            [&](auto constant) NIGHTJAR_LAMBDA { across<constant.value>(x, count, sums, shifts); });
}

NIGHTJAR_CLONES double float_along(Fold fold, const float* x, int64_t count, double sum,
                                   double shift) {
  return any_along(fold, x, count, sum, shift);
}

NIGHTJAR_CLONES void float_across(Fold fold, const float* x, int64_t count, double* sums,
                                  const double* shifts) {
  any_across(fold, x, count, sums, shifts);
}

}  // namespace

template <>
double fold_along(Fold fold, const float* x, int64_t count, double sum, double shift) {
  return float_along(fold, x, count, sum, shift);
}
template <>
void fold_across(Fold fold, const float* x, int64_t count, double* sums, const double* shifts) {
  float_across(fold, x, count, sums, shifts);
}

template <typename C>
Accumulator<C> fold_along(Fold fold, const C* x, int64_t count, Accumulator<C> sum,
                          Accumulator<C> shift) {
  return any_along(fold, x, count, sum, shift);
}
template <typename C>
void fold_across(Fold fold, const C* x, int64_t count, Accumulator<C>* sums,
                 const Accumulator<C>* shifts) {
  any_across(fold, x, count, sums, shifts);
}

template double fold_along(Fold, const double*, int64_t, double, double);
template int64_t fold_along(Fold, const int64_t*, int64_t, int64_t, int64_t);
template uint64_t fold_along(Fold, const uint64_t*, int64_t, uint64_t, uint64_t);
template void fold_across(Fold, const double*, int64_t, double*, const double*);
template void fold_across(Fold, const int64_t*, int64_t, int64_t*, const int64_t*);
template void fold_across(Fold, const uint64_t*, int64_t, uint64_t*, const uint64_t*);

}  // namespace nightjar::kernels::reduce
