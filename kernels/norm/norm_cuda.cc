// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// norm.own.rows.v1: layer and root-mean-square norms, a warp or a block a row.
#include "kernels/norm/norm_cuda.h"

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/rows.h"
#include "kernels/norm/norm.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr const char* kName = "norm.own.rows.v1";

bool is_readable(const tensor::TensorDesc& desc) {
  return desc.type == DataType::kUndefined || cuda::element_of(desc.type).has_value();
}

bool solves(const Problem& problem) {
  const auto norm = NormProblem::from_problem(problem);
  return norm.ok() && (norm->kind == NormKind::kLayer || norm->kind == NormKind::kRms) &&
         norm->x.type == norm->y.type && cuda::element_of(norm->x.type).has_value() &&
         is_readable(norm->scale) && is_readable(norm->bias) &&
         norm->mean.type == DataType::kUndefined &&
         norm->inverse_deviation.type == DataType::kUndefined;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const NormProblem norm, NormProblem::from_problem(problem));
  const tensor::Dims dims = dims_of(norm.x);
  const auto axis = dims.begin() + norm.axis;
  cuda::Rows rows;
  rows.outer = tensor::element_count(tensor::Dims(dims.begin(), axis));
  rows.count = tensor::element_count(tensor::Dims(axis, dims.end()));
  rows.element = *cuda::element_of(norm.x.type);
  cuda::NormArguments factors;
  factors.scale_type = cuda::element_of(norm.scale.type).value_or(rows.element);
  factors.bias_type = cuda::element_of(norm.bias.type).value_or(rows.element);
  factors.epsilon = static_cast<float>(norm.epsilon);
  factors.centers = norm.kind == NormKind::kLayer;
  return make_launchable([rows, factors](const LaunchArguments& arguments) mutable -> Status {
    if (rows.outer * rows.count == 0) return {};
    const auto input = [&](size_t i) {
      return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
    };
    rows.x = input(0);
    factors.scale = input(1);
    factors.bias = input(2);
    rows.y = arguments.outputs[0];
    return cuda::launched(cuda::launch_norm(rows, factors, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* norm_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("norm", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
