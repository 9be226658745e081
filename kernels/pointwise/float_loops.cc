// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/clones.h"
#include "kernels/pointwise/loop_body.h"

namespace nightjar::kernels::pointwise {
namespace {

using F = Operands<float>;

NIGHTJAR_CLONES void arithmetic(Function f, const F& operands) { run_arithmetic(f, operands); }
NIGHTJAR_CLONES void logic(Function f, const F& operands) { run_logic(f, operands); }
NIGHTJAR_CLONES void rounding(Function f, const F& operands) { run_rounding(f, operands); }
NIGHTJAR_CLONES void root(Function f, const F& operands) { run_root(f, operands); }
NIGHTJAR_CLONES void exponential(Function f, const F& operands) { run_exponential(f, operands); }
void library(Function f, const F& operands) { run_library(f, operands); }

}  // namespace

template <>
Loop<float> loop_of(Function function) {
  switch (group_of(function)) {
    case Group::kArithmetic:
      return arithmetic;
    case Group::kLogic:
      return logic;
    case Group::kRounding:
      return rounding;
    case Group::kRoot:
      return root;
    case Group::kExponential:
      return exponential;
    case Group::kLibrary:
      return library;
    case Group::kBit:
      return nullptr;
  }
  return nullptr;
}

}  // namespace nightjar::kernels::pointwise
