// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The bodies of loops.h: a switch per group of functions, with a vectorisable loop in each case.
#pragma once

#include "kernels/pointwise/loops.h"
#include "kernels/pointwise/semantics.h"

namespace nightjar::kernels::pointwise {

template <typename Meaning, typename C>
NIGHTJAR_INLINE void each(const Operands<C>& operands) {
  const C* a = operands.a;
  const C* b = operands.b;
  const C* c = operands.c;
  C* out = operands.out;
#pragma GCC ivdep
  for (int64_t i = 0; i < operands.count; ++i)
    out[i] = Meaning::template apply<C>(a[i], b[i], c[i]);
}

#define NIGHTJAR_LOOP_CASE(Name, text, arity) \
  case Function::k##Name:                     \
    return each<semantics::Name>(operands);

#define NIGHTJAR_LOOP_GROUP(group, TABLE)                                            \
  template <typename C>                                                              \
  NIGHTJAR_INLINE void run_##group(Function function, const Operands<C>& operands) { \
    switch (function) {                                                              \
      TABLE(NIGHTJAR_LOOP_CASE)                                                      \
      default:                                                                       \
        return;                                                                      \
    }                                                                                \
  }

NIGHTJAR_LOOP_GROUP(arithmetic, NIGHTJAR_ARITHMETIC_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(logic, NIGHTJAR_LOGIC_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(rounding, NIGHTJAR_ROUNDING_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(root, NIGHTJAR_ROOT_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(exponential, NIGHTJAR_EXPONENTIAL_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(library, NIGHTJAR_LIBRARY_FUNCTIONS)
NIGHTJAR_LOOP_GROUP(bit, NIGHTJAR_BIT_FUNCTIONS)

#undef NIGHTJAR_LOOP_GROUP
#undef NIGHTJAR_LOOP_CASE

enum class Group : uint8_t { kArithmetic, kLogic, kRounding, kRoot, kExponential, kLibrary, kBit };

/// The group a function stands in.
inline Group group_of(Function function) {
  if (function <= Function::kFloatModulo) return Group::kArithmetic;
  if (function <= Function::kIsNegativeInfinity) return Group::kLogic;
  if (function <= Function::kTruncate) return Group::kRounding;
  if (function <= Function::kShrink) return Group::kRoot;
  if (function <= Function::kSelu) return Group::kExponential;
  return function <= Function::kAreaTangent ? Group::kLibrary : Group::kBit;
}

}  // namespace nightjar::kernels::pointwise
