// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// An expression as straight-line code over registers, with equal subexpressions computed once.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kernels/pointwise/expression.h"

namespace nightjar::kernels::pointwise {

/// What an instruction reads: an input, a constant, or a slot written before.
struct Source {
  enum class Kind : uint8_t { kInput, kConstant, kSlot };
  Kind kind = Kind::kSlot;
  uint32_t index = 0;

  bool operator==(const Source&) const = default;
};

struct Instruction {
  Function function = Function::kAdd;
  std::array<Source, 3> sources;  ///< Unused ones repeat the first.
  uint32_t target = 0;            ///< A slot.
};

/// Slots are reused as soon as nobody reads them any more, so that they stay in the L1 cache.
struct Program {
  std::vector<Instruction> instructions;
  std::vector<double> constants;
  uint32_t slot_count = 0;
  Source result;
};

/// Powers with small constant exponents become multiplications and roots; that is only right in
/// floating point, hence `is_float`.
Program compile(const Expression& expression, bool is_float);

}  // namespace nightjar::kernels::pointwise
