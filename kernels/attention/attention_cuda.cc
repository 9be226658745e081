// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// attention.own.warps.v1: a warp a query, in one pass over the keys.
#include "kernels/attention/attention_cuda.h"

#include <optional>

#include "kernels/attention/attention.h"
#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr const char* kName = "attention.own.warps.v1";

bool is_at_most(const tensor::Dim& extent, int64_t most) {
  return extent.constant().has_value() && *extent.constant() <= most;
}

bool solves(const Problem& problem) {
  const auto attention = AttentionProblem::from_problem(problem);
  if (!attention.ok()) return false;
  const DataType type = attention->q.type;
  const bool has_one_type =
      attention->k.type == type && attention->v.type == type && attention->y.type == type;
  const bool mask_fits = !attention->has_mask() || attention->mask.type == DataType::kBool ||
                         cuda::element_of(attention->mask.type).has_value();
  return has_one_type && cuda::element_of(type).has_value() && mask_fits &&
         is_at_most(attention->q.shape[3], cuda::Attention::kMaxDepth) &&
         is_at_most(attention->v.shape[3], cuda::Attention::kMaxWidth);
}

/// Strides that broadcast the mask to [B, H, S, T].
void set_mask(const AttentionProblem& problem, const Dims& scores, cuda::Attention& attention) {
  if (!problem.has_mask()) return;
  const Dims mask = dims_of(problem.mask);
  const Dims strides = tensor::row_major_strides(mask);
  const size_t lead = scores.size() - mask.size();
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 1 || scores[lead + i] == 1) attention.mask_strides[lead + i] = strides[i];
  }
  attention.mask_is_choice = problem.mask.type == DataType::kBool;
  attention.mask_type = cuda::element_of(problem.mask.type).value_or(cuda::Element::kFloat32);
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
  // The plain kernel knows which extents belong together.
  NIGHTJAR_TRY(plain_tactic("attention")->open(problem, "", {}, device));
  const Dims q = dims_of(parsed.q), k = dims_of(parsed.k), v = dims_of(parsed.v);
  cuda::Attention attention;
  attention.batch = static_cast<int32_t>(q[0]);
  attention.heads = static_cast<int32_t>(q[1]);
  attention.queries = static_cast<int32_t>(q[2]);
  attention.depth = static_cast<int32_t>(q[3]);
  attention.groups = static_cast<int32_t>(k[1]);
  attention.keys = static_cast<int32_t>(k[2]);
  attention.width = static_cast<int32_t>(v[3]);
  attention.scale = static_cast<float>(parsed.scale);
  attention.causal = parsed.causal;
  set_mask(parsed, {q[0], q[1], q[2], k[2]}, attention);
  const bool is_empty = tensor::element_count(dims_of(parsed.y)) == 0;
  return make_launchable([attention, is_empty, element = *cuda::element_of(parsed.q.type)](
                             const LaunchArguments& arguments) mutable -> Status {
    if (is_empty) return {};
    attention.q = arguments.inputs[0];
    attention.k = arguments.inputs[1];
    attention.v = arguments.inputs[2];
    attention.mask = arguments.inputs[3];
    attention.y = arguments.outputs[0];
    const int code = cuda::launch_attention(attention, element, arguments.stream->native());
    return cuda::launched(code, kName);
  });
}

}  // namespace

const Tactic* attention_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("attention", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
