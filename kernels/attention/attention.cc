// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention.h"

#include "kernels/attention/attention_blocks.h"
#include "kernels/attention/attention_plain.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/attention/attention_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

constexpr size_t kPackedRank = 3;

bool is_packed(const TensorDesc& desc) { return desc.shape.size() == kPackedRank; }

bool is_real(const TensorDesc& desc) {
  return tensor::is_float(desc.type) && is_convertible(desc.type) &&
         (desc.shape.size() == 4 || is_packed(desc));
}

tensor::Shape heads_apart(const TensorDesc& desc, int64_t heads, int64_t depth) {
  const tensor::Shape& shape = desc.shape;
  if (!is_packed(desc)) return shape;
  return {shape[0], tensor::Dim(heads), shape[1], tensor::Dim(depth)};
}

Result<std::array<int64_t, 3>> three_of(const Problem& problem, const char* name,
                                        const std::array<int64_t, 3>& fallback) {
  const auto given = problem.attributes.get_ints(name);
  if (given.empty()) return fallback;
  if (given.size() == 3) return std::array<int64_t, 3>{given[0], given[1], given[2]};
  return invalid_input(std::string("attention: attribute '") + name + "' has " +
                       std::to_string(given.size()) + " numbers; three are wanted.");
}

Status read_packing(const Problem& problem, AttentionProblem::Packing& packing) {
  const auto number = [&](const char* name) { return problem.attributes.get_int(name, 0); };
  packing.heads = number("heads");
  packing.groups = number("groups");
  packing.depth = number("depth");
  packing.width = number("width");
  NIGHTJAR_ASSIGN(packing.starts, three_of(problem, "starts", {0, 0, 0}));
  NIGHTJAR_ASSIGN(packing.steps,
                  three_of(problem, "steps", {packing.depth, packing.depth, packing.width}));
  const bool is_whole =
      packing.heads > 0 && packing.groups > 0 && packing.depth > 0 && packing.width > 0;
  if (is_whole) return {};
  return invalid_input("attention: packed operands need heads, groups, depth and width: " +
                       problem.to_string() + ".");
}

/// Whether extents that are known are those that belong together.
bool fits(const AttentionProblem& parsed) {
  const auto q = parsed.q_extents(), k = parsed.k_extents(), v = parsed.v_extents();
  const auto& y = parsed.y.shape;
  const bool heads_fit =
      q[0] == k[0] && q[0] == v[0] && q[3] == k[3] && k[1] == v[1] && k[2] == v[2];
  if (is_packed(parsed.y)) {
    return heads_fit && y[0] == q[0] && y[1] == q[2] && y[2] == q[1] * v[3];
  }
  return heads_fit && y[0] == q[0] && y[1] == q[1] && y[2] == q[2] && y[3] == v[3];
}

bool supports(const Problem& problem) { return AttentionProblem::from_problem(problem).ok(); }

}  // namespace

bool AttentionProblem::has_packed() const {
  return is_packed(q) || is_packed(k) || is_packed(v) || is_packed(y);
}

tensor::Shape AttentionProblem::q_extents() const {
  return heads_apart(q, packing.heads, packing.depth);
}
tensor::Shape AttentionProblem::k_extents() const {
  return heads_apart(k, packing.groups, packing.depth);
}
tensor::Shape AttentionProblem::v_extents() const {
  return heads_apart(v, packing.groups, packing.width);
}

Result<AttentionProblem> AttentionProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 4 || problem.outputs.size() != 1) {
    return invalid_input("attention takes four inputs and gives one output.");
  }
  AttentionProblem parsed;
  parsed.q = problem.inputs[0];
  parsed.k = problem.inputs[1];
  parsed.v = problem.inputs[2];
  parsed.mask = problem.inputs[3];
  parsed.y = problem.outputs[0];
  parsed.scale = problem.attributes.get_float("scale", 1);
  parsed.causal = problem.attributes.get_int("causal", 0) != 0;
  const bool mask_fits =
      !parsed.has_mask() || (is_convertible(parsed.mask.type) && parsed.mask.shape.size() <= 4);
  if (!is_real(parsed.q) || !is_real(parsed.k) || !is_real(parsed.v) || !is_real(parsed.y) ||
      !mask_fits) {
    return invalid_input("attention cannot solve " + problem.to_string() + ".");
  }
  if (parsed.has_packed()) NIGHTJAR_TRY(read_packing(problem, parsed.packing));
  if (!fits(parsed)) {
    return invalid_input("attention: extents differ in " + problem.to_string() + ".");
  }
  return parsed;
}

Problem AttentionProblem::to_problem() const {
  Problem problem{
      .family = "attention", .attributes = {}, .inputs = {q, k, v, mask}, .outputs = {y}};
  problem.attributes.set("scale", scale);
  if (causal) problem.attributes.set("causal", int64_t{1});
  if (packing == Packing{}) return problem;
  problem.attributes.set("heads", packing.heads);
  problem.attributes.set("groups", packing.groups);
  problem.attributes.set("depth", packing.depth);
  problem.attributes.set("width", packing.width);
  const auto set_three = [&](const char* name, const std::array<int64_t, 3>& numbers) {
    if (numbers == std::array<int64_t, 3>{}) return;
    problem.attributes.set(name, std::vector<int64_t>(numbers.begin(), numbers.end()));
  };
  set_three("starts", packing.starts);
  set_three("steps", packing.steps);
  return problem;
}

void register_attention(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("attention", supports, attention::open_plain);
  tactics.push_back(&kPlain);
  tactics.push_back(attention_blocks_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(attention_flash_tactic());
  tactics.push_back(attention_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
