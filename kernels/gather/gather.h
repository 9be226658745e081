// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The gather family: places found by indices, to read from or to write to.
//
// Indices are int32 or int64; negative ones count from the end, others outside fail the launch.
// Data are of any whole-byte type, output 0 is of the data's type. Attribute `kind`:
//   gather            0 data, 1 indices; axis: output [data before axis, indices, data behind]
//   gather_elements   0 data, 1 indices of the output's shape; axis
//   gather_nd         0 data, 1 indices [..., k]; batch_dims
//   scatter_nd        0 data, 1 indices [..., k], 2 updates; reduction
//   scatter_elements  0 data, 1 indices, 2 updates of the indices' shape; axis, reduction
//   one_hot           0 indices of any number type, 1 values [off, on]; axis of the output. Indices
//                     outside leave a row of offs
//   reverse_sequence  0 data, 1 lengths, one a batch; axis: the time, 0 or 1, the other is the
//   batch.
//                     The first elements of each batch, as many as its length, in reverse
//   tensor_scatter    0 data [batch, ...], 1 updates, shorter along axis, 2 where they start in
//   each
//                     batch, or absent; circular (1: beyond the end they go on at the start)
// reduction: none, add, mul, max or min with what is there.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class GatherKind : uint8_t {
  kGather,
  kGatherElements,
  kGatherNd,
  kScatterNd,
  kScatterElements,
  kOneHot,
  kReverseSequence,
  kTensorScatter,
};
std::string_view name_of(GatherKind kind);

enum class ScatterReduction : uint8_t { kNone, kAdd, kMultiply, kMax, kMin };
std::string_view name_of(ScatterReduction reduction);

struct GatherProblem {
  GatherKind kind = GatherKind::kGather;
  ScatterReduction reduction = ScatterReduction::kNone;
  int64_t axis = 0, batch_dims = 0;
  bool circular = false;
  std::vector<tensor::TensorDesc> inputs;
  tensor::TensorDesc output;

  /// Refuses operands whose ranks or types do not belong together.
  static Result<GatherProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_gather(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
