// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reduce.own.rows.v1: axes that lie side by side; sums in float32, by trees of threads.
#include "kernels/reduce/reduce_cuda.h"

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/rows.h"
#include "kernels/reduce/reduce.h"

namespace nightjar::kernels {
namespace {

constexpr const char* kName = "reduce.own.rows.v1";

bool solves(const Problem& problem) {
  const auto reduce = ReduceProblem::from_problem(problem);
  if (!reduce.ok() || reduce->axes.empty() || reduce->input.type != reduce->output.type) {
    return false;
  }
  const auto span = static_cast<size_t>(reduce->axes.back() - reduce->axes.front()) + 1;
  return span == reduce->axes.size() && cuda::element_of(reduce->input.type).has_value();
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const ReduceProblem reduce, ReduceProblem::from_problem(problem));
  const tensor::Dims dims = dims_of(reduce.input);
  const auto begin = dims.begin() + reduce.axes.front(),
             end = dims.begin() + reduce.axes.back() + 1;
  cuda::Rows rows;
  rows.outer = tensor::element_count(tensor::Dims(dims.begin(), begin));
  rows.count = tensor::element_count(tensor::Dims(begin, end));
  rows.inner = tensor::element_count(tensor::Dims(end, dims.end()));
  rows.element = *cuda::element_of(reduce.input.type);
  if (tensor::element_count(dims_of(reduce.output)) != rows.outer * rows.inner) {
    return invalid_input(problem.to_string() + ": the output has another element count.");
  }
  return make_launchable([rows, kind = static_cast<int>(reduce.kind)](
                             const LaunchArguments& arguments) mutable -> Status {
    if (rows.outer * rows.inner == 0) return {};
    rows.x = arguments.inputs[0];
    rows.y = arguments.outputs[0];
    return cuda::launched(cuda::launch_reduce(rows, kind, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* reduce_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("reduce", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
