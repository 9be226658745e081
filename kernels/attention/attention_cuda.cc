// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// attention.own.warps.v1: a warp a query, in one pass over the keys.
#include "kernels/attention/attention_cuda.h"

#include <algorithm>
#include <array>

#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/attention/attention_geometry.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr const char* kName = "attention.own.warps.v1";

bool solves(const Problem& problem) {
  const auto attention = AttentionProblem::from_problem(problem);
  return attention.ok() && is_cuda_attention(*attention) &&
         is_at_most(attention->q_extents()[3], cuda::Attention::kMaxDepth) &&
         is_at_most(attention->v_extents()[3], cuda::Attention::kMaxWidth);
}

cuda::HeadWalk walk_of(const HeadStrides& strides) {
  return {strides.batch, strides.head, strides.row};
}

cuda::Attention described(const AttentionProblem& problem, const AttentionGeometry& geometry) {
  cuda::Attention attention;
  attention.batch = static_cast<int32_t>(geometry.batch);
  attention.heads = static_cast<int32_t>(geometry.heads);
  attention.groups = static_cast<int32_t>(geometry.groups);
  attention.queries = static_cast<int32_t>(geometry.queries);
  attention.keys = static_cast<int32_t>(geometry.keys);
  attention.depth = static_cast<int32_t>(geometry.depth);
  attention.width = static_cast<int32_t>(geometry.width);
  attention.q_walk = walk_of(geometry.q);
  attention.k_walk = walk_of(geometry.k);
  attention.v_walk = walk_of(geometry.v);
  attention.y_walk = walk_of(geometry.y);
  attention.scale = static_cast<float>(problem.scale);
  attention.causal = problem.causal;
  std::copy(geometry.mask.begin(), geometry.mask.end(), attention.mask_strides);
  attention.mask_is_choice = problem.mask.type == DataType::kBool;
  attention.mask_type = cuda::element_of(problem.mask.type).value_or(cuda::Element::kFloat32);
  return attention;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device&) {
  return open_cuda_attention(problem, kName, cuda::launch_attention);
}

}  // namespace

bool is_at_most(const tensor::Dim& extent, int64_t most) {
  return extent.constant().has_value() && *extent.constant() <= most;
}

bool is_cuda_attention(const AttentionProblem& attention) {
  const DataType type = attention.q.type;
  const bool has_one_type =
      attention.k.type == type && attention.v.type == type && attention.y.type == type;
  const bool mask_fits = !attention.has_mask() || attention.mask.type == DataType::kBool ||
                         cuda::element_of(attention.mask.type).has_value();
  return has_one_type && cuda::element_of(type).has_value() && mask_fits;
}

Result<std::unique_ptr<Launchable>> open_cuda_attention(const Problem& problem,
                                                        std::string_view name,
                                                        AttentionKernel kernel) {
  NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
  NIGHTJAR_ASSIGN(const AttentionGeometry geometry, attention_geometry(parsed));
  const auto bytes_before = [&](const HeadStrides& strides) {
    return strides.start * element_bytes(parsed.q.type);
  };
  const std::array<int64_t, 3> starts = {bytes_before(geometry.q), bytes_before(geometry.k),
                                         bytes_before(geometry.v)};
  const bool is_empty = tensor::element_count(dims_of(parsed.y)) == 0;
  return make_launchable(
      [attention = described(parsed, geometry), is_empty, starts,
       element = *cuda::element_of(parsed.q.type), name,
       kernel = std::move(kernel)](const LaunchArguments& arguments) mutable -> Status {
        if (is_empty) return {};
        attention.q = at(arguments.inputs[0], starts[0], 1);
        attention.k = at(arguments.inputs[1], starts[1], 1);
        attention.v = at(arguments.inputs[2], starts[2], 1);
        attention.mask = arguments.inputs[3];
        attention.y = arguments.outputs[0];
        return cuda::launched(kernel(attention, element, arguments.stream->native()), name);
      });
}

const Tactic* attention_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("attention", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
