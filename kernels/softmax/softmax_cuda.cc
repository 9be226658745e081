// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// softmax.own.rows.v1: a warp or a block a row.
#include "kernels/softmax/softmax_cuda.h"

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/rows.h"
#include "kernels/softmax/softmax.h"

namespace nightjar::kernels {
namespace {

constexpr const char* kName = "softmax.own.rows.v1";

bool solves(const Problem& problem) {
  const auto softmax = SoftmaxProblem::from_problem(problem);
  return softmax.ok() && softmax->x.type == softmax->y.type &&
         cuda::element_of(softmax->x.type).has_value();
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const SoftmaxProblem softmax, SoftmaxProblem::from_problem(problem));
  const tensor::Dims dims = dims_of(softmax.x);
  const auto axis = dims.begin() + softmax.axis;
  cuda::Rows rows;
  rows.outer = tensor::element_count(tensor::Dims(dims.begin(), axis));
  rows.count = *axis;
  rows.inner = tensor::element_count(tensor::Dims(axis + 1, dims.end()));
  rows.element = *cuda::element_of(softmax.x.type);
  return make_launchable([rows, is_log = softmax.is_log](
                             const LaunchArguments& arguments) mutable -> Status {
    if (rows.outer * rows.count * rows.inner == 0) return {};
    rows.x = arguments.inputs[0];
    rows.y = arguments.outputs[0];
    return cuda::launched(cuda::launch_softmax(rows, is_log, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* softmax_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("softmax", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
