// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Double and integers: right first; the vectorised clones are kept for float.
#include "kernels/pointwise/loop_body.h"

namespace nightjar::kernels::pointwise {
namespace {

template <typename C>
void integer_power(Function, const Operands<C>& operands) {
  each<semantics::Power>(operands);
}

template <typename C>
Loop<C> integer_loop_of(Function function) {
  switch (group_of(function)) {
    case Group::kArithmetic:
      return run_arithmetic<C>;
    case Group::kLogic:
      return run_logic<C>;
    case Group::kRounding:
      return run_rounding<C>;
    case Group::kBit:
      return run_bit<C>;
    case Group::kLibrary:
      return function == Function::kPower ? integer_power<C> : nullptr;
    case Group::kRoot:
    case Group::kExponential:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

template <>
Loop<int64_t> loop_of(Function function) {
  return integer_loop_of<int64_t>(function);
}

template <>
Loop<uint64_t> loop_of(Function function) {
  return integer_loop_of<uint64_t>(function);
}

template <>
Loop<double> loop_of(Function function) {
  switch (group_of(function)) {
    case Group::kArithmetic:
      return run_arithmetic<double>;
    case Group::kLogic:
      return run_logic<double>;
    case Group::kRounding:
      return run_rounding<double>;
    case Group::kRoot:
      return run_root<double>;
    case Group::kExponential:
      return run_exponential<double>;
    case Group::kLibrary:
      return run_library<double>;
    case Group::kBit:
      return nullptr;
  }
  return nullptr;
}

}  // namespace nightjar::kernels::pointwise
