// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// fill.own.copy.v1: one element repeated, numbers that are known, or a range.
#include "kernels/fill/fill_cuda.h"

#include <memory>
#include <optional>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/fill/fill.h"
#include "kernels/fill/fill_cuda_kernels.h"
#include "kernels/movement/mapped_move.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr const char* kName = "fill.own.copy.v1";

std::optional<cuda::RangeType> range_type_of(DataType type) {
  switch (type) {
    case DataType::kInt32:
      return cuda::RangeType::kInt32;
    case DataType::kInt64:
      return cuda::RangeType::kInt64;
    case DataType::kFloat32:
      return cuda::RangeType::kFloat32;
    case DataType::kFloat64:
      return cuda::RangeType::kFloat64;
    default:
      return std::nullopt;
  }
}

bool solves(const Problem& problem) {
  const auto fill = FillProblem::from_problem(problem);
  if (!fill.ok()) return false;
  return fill->kind != FillKind::kRange || range_type_of(fill->output.type).has_value();
}

/// `stride` 0 repeats one element.
Status copy(const void* from, void* to, int64_t count, int64_t bytes, int64_t stride,
            device::Stream& stream) {
  if (count == 0) return {};
  cuda::Move move;
  move.from = from;
  move.to = to;
  move.element_bytes = static_cast<int32_t>(bytes);
  move.rank = 1;
  move.count = count;
  move.axes[0] = {count, count, stride, 1};
  return cuda::launched(cuda::launch_move(move, stream.native()), kName);
}

/// Numbers that do not depend on any input are made once, by the plain kernel.
Result<std::unique_ptr<Launchable>> open_known(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const auto values, plain_answer(problem, {}));
  NIGHTJAR_ASSIGN(auto kept, cuda::upload(values[0].byte_span(), device));
  auto shared = std::make_shared<device::Buffer>(std::move(kept));
  const int64_t count = values[0].count(), bytes = element_bytes(values[0].type());
  return make_launchable([shared, count, bytes](const LaunchArguments& arguments) {
    return copy(shared->data(), arguments.outputs[0], count, bytes, 1, *arguments.stream);
  });
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const FillProblem fill, FillProblem::from_problem(problem));
  const int64_t count = tensor::element_count(dims_of(fill.output));
  if (fill.kind == FillKind::kValue) {
    return make_launchable([count, bytes = element_bytes(fill.output.type)](
                               const LaunchArguments& arguments) {
      return copy(arguments.inputs[0], arguments.outputs[0], count, bytes, 0, *arguments.stream);
    });
  }
  if (fill.kind != FillKind::kRange) return open_known(problem, device);
  return make_launchable(
      [count, type = *range_type_of(fill.output.type)](const LaunchArguments& arguments) -> Status {
        if (count == 0) return {};
        const cuda::RangeFill range{arguments.inputs[0], arguments.inputs[1], arguments.outputs[0],
                                    count};
        return cuda::launched(cuda::launch_range(range, type, arguments.stream->native()), kName);
      });
}

}  // namespace

const Tactic* fill_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("fill", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
