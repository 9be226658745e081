// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention_geometry.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;
using tensor::TensorDesc;

/// What one operand is beside its description.
struct Heads {
  int64_t count = 0, depth = 0, start = 0, step = 0;
};

Dims bound(const tensor::Shape& shape) { return tensor::constant_dims(shape).value_or(Dims{}); }

bool fits_packed(const Dims& dims, const Heads& heads) {
  if (heads.start < 0 || heads.step < heads.depth || heads.count < 1) return false;
  return heads.start + (heads.count - 1) * heads.step + heads.depth <= dims[2];
}

HeadStrides strides_of(const TensorDesc& desc, const Heads& heads) {
  const Dims dims = dims_of(desc);
  if (dims.size() == 3) return {heads.start, dims[1] * dims[2], heads.step, dims[2]};
  return {0, dims[1] * dims[2] * dims[3], dims[2] * dims[3], dims[3]};
}

/// Strides that broadcast `mask` to `wanted`; false when it does not.
bool broadcast_mask(const Dims& mask, const Dims& wanted, std::array<int64_t, 4>& strides) {
  const Dims own = tensor::row_major_strides(mask);
  const size_t lead = wanted.size() - mask.size();
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 1 && mask[i] != wanted[lead + i]) return false;
    strides[lead + i] = mask[i] == 1 && wanted[lead + i] != 1 ? 0 : own[i];
  }
  return true;
}

}  // namespace

Result<AttentionGeometry> attention_geometry(const AttentionProblem& problem) {
  const Dims q = bound(problem.q_extents()), k = bound(problem.k_extents());
  const Dims v = bound(problem.v_extents());
  const auto refuse = [&](const std::string& what) {
    return invalid_input("attention: " + what + ": " + problem.to_problem().to_string() + ".");
  };
  if (q.size() != 4 || k.size() != 4 || v.size() != 4) return refuse("extents are not bound");
  if (k[1] < 1 || q[1] % k[1] != 0) return refuse("heads of keys are not shared evenly");
  AttentionGeometry geometry{q[0], q[1], k[1], q[2], k[2], q[3], v[3], {}, {}, {}, {}, {}};
  const auto& packing = problem.packing;
  const std::array<const TensorDesc*, 4> operands = {&problem.q, &problem.k, &problem.v,
                                                     &problem.y};
  const std::array<HeadStrides*, 4> strides = {&geometry.q, &geometry.k, &geometry.v, &geometry.y};
  const std::array<Heads, 4> heads = {{
      {q[1], q[3], packing.starts[0], packing.steps[0]},
      {k[1], k[3], packing.starts[1], packing.steps[1]},
      {v[1], v[3], packing.starts[2], packing.steps[2]},
      {q[1], v[3], 0, v[3]},
  }};
  for (size_t i = 0; i < operands.size(); ++i) {
    if (operands[i]->shape.size() == 3 && !fits_packed(dims_of(*operands[i]), heads[i])) {
      return refuse("heads reach beyond the columns");
    }
    *strides[i] = strides_of(*operands[i], heads[i]);
  }
  if (problem.has_mask() &&
      !broadcast_mask(dims_of(problem.mask), {q[0], q[1], q[2], k[2]}, geometry.mask)) {
    return refuse("the mask does not broadcast to the scores");
  }
  return geometry;
}

}  // namespace nightjar::kernels
