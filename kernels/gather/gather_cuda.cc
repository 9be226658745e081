// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gather.own.indexed.v1: a thread an element. Scatters that reduce are left to the host, whose
// order is defined.
#include "kernels/gather/gather_cuda.h"

#include <algorithm>

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gather/gather_cuda_kernels.h"
#include "kernels/gather/gather_plain.h"
#include "kernels/movement/mapped_move.h"

namespace nightjar::kernels {
namespace {

using cuda::IndexedMove;
using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "gather.own.indexed.v1";

bool solves(const Problem& problem) {
  const auto gather = GatherProblem::from_problem(problem);
  if (!gather.ok() || gather->reduction != ScatterReduction::kNone) return false;
  for (const tensor::TensorDesc& desc : gather->inputs) {
    if (desc.shape.size() > IndexedMove::kMaxAxes) return false;
  }
  if (gather->kind != GatherKind::kOneHot) return true;
  const DataType type = gather->inputs[0].type;
  return type == DataType::kInt32 || type == DataType::kInt64 || type == DataType::kFloat32;
}

IndexedMove move_of(const GatherProblem& problem) {
  IndexedMove move;
  move.wide_indices = problem.inputs[1].type == DataType::kInt64;
  move.element_bytes = static_cast<int32_t>(element_bytes(problem.output.type));
  return move;
}

/// Larger elements, where pieces and what lies between them allow it.
void widen(IndexedMove& move) {
  constexpr int kWidest = 16;
  const auto all_even = [&] {
    const auto is_even = [](int64_t value) { return value % 2 == 0; };
    return is_even(move.piece) && is_even(move.batch_stride) &&
           std::all_of(move.strides, move.strides + move.width, is_even) &&
           std::all_of(move.walk, move.walk + move.rank, is_even);
  };
  while (move.element_bytes < kWidest && all_even()) {
    move.element_bytes *= 2;
    move.piece /= 2;
    move.batch_stride /= 2;
    for (int i = 0; i < move.width; ++i) move.strides[i] /= 2;
    for (int i = 0; i < move.rank; ++i) move.walk[i] /= 2;
  }
}

IndexedMove gather_of(const GatherProblem& problem) {
  const Dims data = dims_of(problem.inputs[0]);
  const auto axis = static_cast<size_t>(problem.axis);
  const int64_t picks = tensor::element_count(dims_of(problem.inputs[1]));
  IndexedMove move = move_of(problem);
  move.piece = gather::count_between(data, problem.axis + 1, static_cast<int64_t>(data.size()));
  move.count = gather::count_between(data, 0, problem.axis) * picks;
  move.tuples = std::max<int64_t>(picks, 1);
  move.batch = move.tuples;
  move.batch_stride = data[axis] * move.piece;
  move.extents[0] = data[axis];
  move.strides[0] = move.piece;
  return move;
}

/// Of gather_elements and scatter_elements: every index is a piece.
IndexedMove elements_of(const GatherProblem& problem) {
  const Dims data = dims_of(problem.inputs[0]), picks = dims_of(problem.inputs[1]);
  const Dims strides = tensor::row_major_strides(data);
  const auto axis = static_cast<size_t>(problem.axis);
  IndexedMove move = move_of(problem);
  move.count = tensor::element_count(picks);
  move.tuples = move.batch = std::max<int64_t>(move.count, 1);
  move.extents[0] = data[axis];
  move.strides[0] = strides[axis];
  move.rank = static_cast<int32_t>(data.size());
  for (size_t i = 0; i < data.size(); ++i) {
    move.dims[i] = picks[i];
    move.walk[i] = i == axis ? 0 : strides[i];
  }
  return move;
}

Result<IndexedMove> tuples_of(const GatherProblem& problem) {
  NIGHTJAR_ASSIGN(const gather::TupleWalk walk,
                  gather::TupleWalk::make(dims_of(problem.inputs[0]), dims_of(problem.inputs[1]),
                                          problem.batch_dims));
  IndexedMove move = move_of(problem);
  move.width = static_cast<int32_t>(walk.width);
  move.piece = walk.slice;
  move.count = walk.batches * walk.tuples;
  move.tuples = std::max<int64_t>(move.count, 1);
  move.batch = std::max<int64_t>(walk.tuples, 1);
  move.batch_stride = walk.batch_size;
  std::copy(walk.extents.begin(), walk.extents.end(), move.extents);
  std::copy(walk.strides.begin(), walk.strides.end(), move.strides);
  return move;
}

Result<IndexedMove> indexed_move_of(const GatherProblem& problem) {
  switch (problem.kind) {
    case GatherKind::kGather:
      return gather_of(problem);
    case GatherKind::kGatherElements:
    case GatherKind::kScatterElements:
      return elements_of(problem);
    default:
      return tuples_of(problem);
  }
}

Status copy_data(const LaunchArguments& arguments, int64_t byte_count) {
  if (arguments.outputs[0] == arguments.inputs[0] || byte_count == 0) return {};
  cuda::Move copy;
  copy.from = arguments.inputs[0];
  copy.to = arguments.outputs[0];
  copy.element_bytes = byte_count % 16 == 0 ? 16 : 1;
  copy.rank = 1;
  copy.count = byte_count / copy.element_bytes;
  copy.axes[0] = {copy.count, copy.count, 1, 1};
  return cuda::launched(cuda::launch_move(copy, arguments.stream->native()), kName);
}

Result<std::unique_ptr<Launchable>> open_one_hot(const GatherProblem& problem) {
  const Dims output = dims_of(problem.output);
  cuda::OneHot one_hot;
  const DataType type = problem.inputs[0].type;
  one_hot.index_kind = type == DataType::kFloat32 ? 2 : type == DataType::kInt64 ? 1 : 0;
  one_hot.element_bytes = static_cast<int32_t>(element_bytes(problem.output.type));
  one_hot.count = tensor::element_count(output);
  one_hot.depth = output[static_cast<size_t>(problem.axis)];
  one_hot.inner =
      gather::count_between(output, problem.axis + 1, static_cast<int64_t>(output.size()));
  return make_launchable([one_hot](const LaunchArguments& arguments) mutable -> Status {
    if (one_hot.count == 0) return {};
    one_hot.indices = arguments.inputs[0];
    one_hot.values = arguments.inputs[1];
    one_hot.to = arguments.outputs[0];
    return cuda::launched(cuda::launch_one_hot(one_hot, arguments.stream->native()), kName);
  });
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const GatherProblem gather, GatherProblem::from_problem(problem));
  // The plain kernel knows which extents belong together.
  NIGHTJAR_TRY(plain_tactic("gather")->open(problem, "", {}, device));
  if (gather.kind == GatherKind::kOneHot) return open_one_hot(gather);
  NIGHTJAR_ASSIGN(IndexedMove move, indexed_move_of(gather));
  move.scatters =
      gather.kind == GatherKind::kScatterNd || gather.kind == GatherKind::kScatterElements;
  widen(move);
  const int64_t data_bytes =
      tensor::element_count(dims_of(gather.output)) * element_bytes(gather.output.type);
  return make_launchable([move, data_bytes](const LaunchArguments& arguments) mutable -> Status {
    if (move.scatters) NIGHTJAR_TRY(copy_data(arguments, data_bytes));
    if (move.count * move.piece == 0) return {};
    move.from = arguments.inputs[move.scatters ? 2 : 0];
    move.indices = arguments.inputs[1];
    move.to = arguments.outputs[0];
    return cuda::launched(cuda::launch_indexed_move(move, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* gather_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("gather", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
