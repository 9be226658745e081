// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// select.own.lines.v1: arg-max, top-k and running sums along lines.
#include "kernels/select/select_cuda.h"

#include <optional>

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/select/select.h"
#include "kernels/select/select_cuda_kernels.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr const char* kName = "select.own.lines.v1";
/// Ranks are counted: the work grows with the square of the length.
constexpr int64_t kLongestLine = 1 << 15;

std::optional<cuda::SelectType> select_type_of(DataType type) {
  switch (type) {
    case DataType::kFloat32:
      return cuda::SelectType::kFloat32;
    case DataType::kFloat16:
      return cuda::SelectType::kFloat16;
    case DataType::kBFloat16:
      return cuda::SelectType::kBFloat16;
    case DataType::kInt32:
      return cuda::SelectType::kInt32;
    case DataType::kInt64:
      return cuda::SelectType::kInt64;
    default:
      return std::nullopt;
  }
}

bool solves(const Problem& problem) {
  const auto select = SelectProblem::from_problem(problem);
  if (!select.ok() || !select_type_of(select->input.type)) return false;
  if (select->kind == SelectKind::kRunningProduct) return false;
  if (select->kind != SelectKind::kTopK) return true;
  const auto length = select->input.shape[static_cast<size_t>(select->axis)].constant();
  return length.has_value() && *length <= kLongestLine;
}

cuda::Lines lines_of(const SelectProblem& problem) {
  const tensor::Dims dims = dims_of(problem.input);
  const auto axis = dims.begin() + problem.axis;
  cuda::Lines lines;
  lines.outer = tensor::element_count(tensor::Dims(dims.begin(), axis));
  lines.count = *axis;
  lines.inner = tensor::element_count(tensor::Dims(axis + 1, dims.end()));
  return lines;
}

int64_t k_of(const SelectProblem& problem) {
  for (const tensor::TensorDesc& output : problem.outputs) {
    if (output.type != DataType::kUndefined) {
      return dims_of(output)[static_cast<size_t>(problem.axis)];
    }
  }
  return 0;
}

int run(const SelectProblem& problem, const cuda::Lines& lines, cuda::SelectType type, int64_t k,
        const LaunchArguments& arguments) {
  void* stream = arguments.stream->native();
  switch (problem.kind) {
    case SelectKind::kArgMax:
    case SelectKind::kArgMin:
      return cuda::launch_extreme(lines, type, problem.kind == SelectKind::kArgMax, problem.last,
                                  static_cast<int64_t*>(arguments.outputs[0]), stream);
    case SelectKind::kTopK:
      return cuda::launch_top_k(
          lines, type,
          {arguments.outputs[0], static_cast<int64_t*>(arguments.outputs[1]), k, problem.largest},
          stream);
    case SelectKind::kRunningSum:
      return cuda::launch_running_sum(lines, type, problem.exclusive, problem.reverse,
                                      arguments.outputs[0], stream);
    case SelectKind::kRunningProduct:
      break;
  }
  return 0;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const SelectProblem select, SelectProblem::from_problem(problem));
  // The plain kernel knows which extents belong together.
  NIGHTJAR_TRY(plain_tactic("select")->open(problem, "", {}, device));
  return make_launchable([select, lines = lines_of(select), k = k_of(select),
                          type = *select_type_of(select.input.type)](
                             const LaunchArguments& arguments) mutable -> Status {
    if (lines.outer * lines.count * lines.inner == 0) return {};
    lines.x = arguments.inputs[0];
    return cuda::launched(run(select, lines, type, k, arguments), kName);
  });
}

}  // namespace

const Tactic* select_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("select", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
