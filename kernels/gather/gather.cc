// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gather/gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/gather/gather_plain.h"
#include "kernels/movement/widened.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/gather/gather_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr std::array<std::string_view, 8> kKinds = {
    "gather",           "gather_elements", "gather_nd",        "scatter_nd",
    "scatter_elements", "one_hot",         "reverse_sequence", "tensor_scatter"};
constexpr std::array<std::string_view, 5> kReductions = {"none", "add", "mul", "max", "min"};

template <typename Enum, size_t kCount>
Result<Enum> from_name(const std::array<std::string_view, kCount>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return invalid_input(fmt::format("gather knows no '{}'.", name));
  return static_cast<Enum>(found - names.begin());
}

bool is_scatter(GatherKind kind) {
  return kind == GatherKind::kScatterNd || kind == GatherKind::kScatterElements;
}

/// Which operands are the data, the indices and the updates; a kind without updates has none.
struct Roles {
  size_t data = 0, indices = 1, updates = 0;
};

Roles roles_of(GatherKind kind) {
  if (kind == GatherKind::kOneHot) return {1, 0, 0};
  if (kind == GatherKind::kTensorScatter) return {0, 2, 1};
  return {0, 1, is_scatter(kind) ? size_t{2} : 0};
}

bool indices_fit(const GatherProblem& problem, DataType type) {
  if (type == DataType::kInt32 || type == DataType::kInt64) return true;
  if (problem.kind == GatherKind::kTensorScatter) return type == DataType::kUndefined;
  return problem.kind == GatherKind::kOneHot && is_convertible(type);
}

Status check(const GatherProblem& problem) {
  const auto refuse = [&](const char* reason) {
    return invalid_input(fmt::format("{}: {}.", name_of(problem.kind), reason));
  };
  const Roles roles = roles_of(problem.kind);
  if (problem.inputs.size() != (roles.updates != 0 ? 3u : 2u)) {
    return refuse("another number of operands is wanted");
  }
  const auto& data = problem.inputs[roles.data];
  if (!indices_fit(problem, problem.inputs[roles.indices].type)) {
    return refuse("indices must be int32 or int64");
  }
  if (data.type != problem.output.type || element_bytes(data.type) == 0) {
    return refuse("output and data must be of one type with whole bytes");
  }
  if (roles.updates != 0 && problem.inputs[roles.updates].type != data.type) {
    return refuse("updates and data must be of one type");
  }
  if (problem.reduction != ScatterReduction::kNone && !is_convertible(data.type)) {
    return refuse("there is no arithmetic for the type");
  }
  const bool is_one_hot = problem.kind == GatherKind::kOneHot;
  const auto rank = static_cast<int64_t>((is_one_hot ? problem.output : data).shape.size());
  const bool has_axis =
      problem.kind != GatherKind::kGatherNd && problem.kind != GatherKind::kScatterNd;
  if (has_axis && (problem.axis < 0 || problem.axis >= rank)) return refuse("no such axis");
  if (problem.kind == GatherKind::kReverseSequence && (rank < 2 || problem.axis > 1)) {
    return refuse("time and batch are the first two axes");
  }
  return {};
}

bool moves_only(const GatherProblem& problem) {
  return problem.reduction == ScatterReduction::kNone && problem.kind != GatherKind::kOneHot;
}

bool supports(const Problem& problem) {
  const auto parsed = GatherProblem::from_problem(widened(problem));
  return parsed.ok() && (!has_packed(problem) || moves_only(*parsed));
}

Result<std::unique_ptr<Launchable>> open_any(const Problem& problem, int threads) {
  if (has_packed(problem)) return open_widened(problem, threads, gather::open_plain);
  return gather::open_plain(problem, threads);
}

}  // namespace

std::string_view name_of(GatherKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::string_view name_of(ScatterReduction reduction) {
  return kReductions[static_cast<size_t>(reduction)];
}

Result<GatherProblem> GatherProblem::from_problem(const Problem& problem) {
  if (problem.outputs.size() != 1) return invalid_input("gather gives one output.");
  const auto& attributes = problem.attributes;
  GatherProblem parsed;
  NIGHTJAR_ASSIGN(parsed.kind, from_name<GatherKind>(kKinds, attributes.get_string("kind", "")));
  NIGHTJAR_ASSIGN(parsed.reduction, from_name<ScatterReduction>(
                                        kReductions, attributes.get_string("reduction", "none")));
  parsed.axis = attributes.get_int("axis", 0);
  parsed.batch_dims = attributes.get_int("batch_dims", 0);
  parsed.circular = attributes.get_int("circular", 0) != 0;
  parsed.inputs = problem.inputs;
  parsed.output = problem.outputs[0];
  NIGHTJAR_TRY(check(parsed));
  return parsed;
}

Problem GatherProblem::to_problem() const {
  Problem problem{.family = "gather", .attributes = {}, .inputs = inputs, .outputs = {output}};
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(name_of(kind)));
  if (kind == GatherKind::kGatherNd) {
    attributes.set("batch_dims", batch_dims);
  } else if (kind != GatherKind::kScatterNd) {
    attributes.set("axis", axis);
  }
  if (circular) attributes.set("circular", int64_t{1});
  if (is_scatter(kind)) attributes.set("reduction", std::string(name_of(reduction)));
  return problem;
}

void register_gather(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("gather", supports, open_any);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(gather_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
