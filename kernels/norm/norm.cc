// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/norm/norm.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/norm/norm_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/norm/norm_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

constexpr std::array<std::string_view, 4> kKinds = {"layer", "rms", "group", "lp"};

bool is_real(const TensorDesc& desc) {
  return desc.type == DataType::kUndefined ||
         (tensor::is_float(desc.type) && is_convertible(desc.type));
}

Status check(const NormProblem& problem) {
  const auto refuse = [&](const char* reason) {
    return invalid_input(fmt::format("norm {}: {}.", name_of(problem.kind), reason));
  };
  for (const TensorDesc* desc : {&problem.x, &problem.scale, &problem.bias, &problem.y,
                                 &problem.mean, &problem.inverse_deviation}) {
    if (!is_real(*desc)) return refuse("operands must be floats");
  }
  const auto rank = static_cast<int64_t>(problem.x.shape.size());
  if (problem.x.shape != problem.y.shape) return refuse("x and y differ in extents");
  if (problem.axis < 0 || problem.axis >= std::max<int64_t>(rank, 1)) return refuse("no such axis");
  if (problem.kind == NormKind::kGroup && (rank < 2 || problem.groups < 1)) {
    return refuse("groups of channels are wanted");
  }
  if (problem.kind == NormKind::kLp && problem.p != 1 && problem.p != 2) {
    return refuse("p must be 1 or 2");
  }
  return {};
}

bool supports(const Problem& problem) { return NormProblem::from_problem(problem).ok(); }

TensorDesc operand(const std::vector<TensorDesc>& descs, size_t index) {
  return index < descs.size() ? descs[index] : TensorDesc{};
}

}  // namespace

std::string_view name_of(NormKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<NormProblem> NormProblem::from_problem(const Problem& problem) {
  if (problem.inputs.empty() || problem.outputs.empty()) {
    return invalid_input("norm needs an input and an output.");
  }
  const auto& attributes = problem.attributes;
  const std::string kind = attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end()) return invalid_input(fmt::format("norm knows no '{}'.", kind));
  NormProblem parsed;
  parsed.kind = static_cast<NormKind>(found - kKinds.begin());
  parsed.axis = attributes.get_int("axis", 0);
  parsed.groups = attributes.get_int("groups", 1);
  parsed.p = attributes.get_int("p", 2);
  parsed.epsilon = attributes.get_float("epsilon", 1e-5);
  parsed.x = problem.inputs[0];
  parsed.scale = operand(problem.inputs, 1);
  parsed.bias = operand(problem.inputs, 2);
  parsed.y = problem.outputs[0];
  parsed.mean = operand(problem.outputs, 1);
  parsed.inverse_deviation = operand(problem.outputs, 2);
  NIGHTJAR_TRY(check(parsed));
  return parsed;
}

Problem NormProblem::to_problem() const {
  Problem problem{.family = "norm",
                  .attributes = {},
                  .inputs = {x, scale, bias},
                  .outputs = {y, mean, inverse_deviation}};
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(name_of(kind)));
  if (kind == NormKind::kGroup) {
    attributes.set("groups", groups);
  } else {
    attributes.set("axis", axis);
  }
  if (kind == NormKind::kLp) {
    attributes.set("p", p);
  } else {
    attributes.set("epsilon", epsilon);
  }
  return problem;
}

void register_norm(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("norm", supports, norm::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(norm_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
