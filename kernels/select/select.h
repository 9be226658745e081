// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The select family: order, running sums and products along one axis.
//
// Input 0 x, row-major, any whole-byte numeric type. Attributes `kind` and `axis`:
//   arg_max, arg_min  last (1: the last of equals): output 0 int64 with the axis of extent 1 or
//                     left out
//   top_k             largest (0: the smallest): output 0 values and output 1 int64 indices, either
//                     may be absent; k is their extent along the axis. Sorted, equals by index
//   running_sum, running_product  exclusive, reverse: output 0 like x
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class SelectKind : uint8_t { kArgMax, kArgMin, kTopK, kRunningSum, kRunningProduct };
std::string_view name_of(SelectKind kind);

struct SelectProblem {
  SelectKind kind = SelectKind::kArgMax;
  int64_t axis = 0;
  bool last = false, largest = true, exclusive = false, reverse = false;
  tensor::TensorDesc input;
  std::vector<tensor::TensorDesc> outputs;

  static Result<SelectProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_select(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
