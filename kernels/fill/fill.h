// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The fill family: outputs that come from no tensor's elements.
//
// Output 0 of any whole-byte numeric type. Attribute `kind`:
//   value   input 0: one element of the output's type, repeated
//   values  parameters: the elements, integers in row-major order
//   range   inputs 0 and 1: the first element and the step, one element each
//   eye     parameters: the diagonal k on which the last two axes hold one; zero elsewhere
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class FillKind : uint8_t { kValue, kValues, kRange, kEye };
std::string_view name_of(FillKind kind);

struct FillProblem {
  FillKind kind = FillKind::kValue;
  tensor::Shape values;  ///< The parameters.
  std::vector<tensor::TensorDesc> inputs;
  tensor::TensorDesc output;

  static Result<FillProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_fill(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
