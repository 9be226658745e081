// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pool/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "kernels/conv/contraction_checks.h"
#include "kernels/pool/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/pool/pool_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr std::array<std::string_view, 3> kKindNames = {"max", "average", "lp"};

Result<PoolKind> kind_from(const std::string& name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) {
    return invalid_input(
        fmt::format("there is no pool kind '{}'; write max, average or lp.", name));
  }
  return static_cast<PoolKind>(found - kKindNames.begin());
}

Status check_operands(const PoolProblem& pool) {
  const size_t rank = pool.x.shape.size();
  const bool fits = rank >= 3 && rank <= 5 && pool.y.shape.size() == rank &&
                    pool.x.type == pool.y.type && pool.x.type != DataType::kUndefined &&
                    may_agree(pool.x.shape[0], pool.y.shape[0]) &&
                    may_agree(pool.x.shape[1], pool.y.shape[1]) &&
                    tensor::layout_fits(pool.x.layout, pool.x.shape) &&
                    tensor::layout_fits(pool.y.layout, pool.y.shape);
  if (!fits) {
    return invalid_input(fmt::format("pool of {} cannot give {}.", tensor::to_string(pool.x),
                                     tensor::to_string(pool.y)));
  }
  if (!pool.has_indices()) return {};
  const bool indices_fit = pool.kind == PoolKind::kMax && pool.indices.type == DataType::kInt64 &&
                           pool.indices.layout == tensor::Layout::kRowMajor &&
                           pool.indices.shape == pool.y.shape;
  if (!indices_fit) {
    return invalid_input(fmt::format("pool indices {} should be row-major int64 beside a maximum.",
                                     tensor::to_string(pool.indices)));
  }
  return {};
}

Status check_kernel(const PoolProblem& pool) {
  const bool positive =
      std::all_of(pool.kernel.begin(), pool.kernel.end(), [](int64_t k) { return k > 0; });
  if (pool.kernel.size() != pool.x.shape.size() - 2 || !positive || pool.p <= 0) {
    return invalid_input(fmt::format("pool kernel [{}] of p {} does not fit {}.",
                                     tensor::to_string(pool.kernel), pool.p,
                                     tensor::to_string(pool.x)));
  }
  return {};
}

}  // namespace

Result<PoolProblem> PoolProblem::from_problem(const Problem& problem) {
  if (problem.family != "pool" || problem.inputs.size() != 1 || problem.outputs.empty() ||
      problem.outputs.size() > 2) {
    return invalid_input(fmt::format("this is no pool: {}.", problem.to_string()));
  }
  const tensor::Attributes& attributes = problem.attributes;
  PoolProblem pool;
  pool.x = problem.inputs[0];
  pool.y = problem.outputs[0];
  if (problem.outputs.size() > 1) pool.indices = problem.outputs[1];
  NIGHTJAR_ASSIGN(pool.kind, kind_from(attributes.get_string("kind", "max")));
  pool.kernel = attributes.get_ints("kernel");
  pool.count_include_pad = attributes.get_int("count_include_pad", 0) != 0;
  pool.column_major_indices = attributes.get_int("storage_order", 0) != 0;
  pool.p = attributes.get_int("p", 2);
  NIGHTJAR_TRY(check_operands(pool));
  NIGHTJAR_TRY(check_kernel(pool));
  NIGHTJAR_ASSIGN(pool.window, Window::from_attributes(attributes, pool.kernel.size()));
  return pool;
}

Problem PoolProblem::to_problem() const {
  Problem problem;
  problem.family = "pool";
  tensor::Attributes& attributes = problem.attributes;
  attributes.set("kind", std::string(kKindNames[static_cast<size_t>(kind)]));
  attributes.set("kernel", kernel);
  window.add_to(attributes);
  if (count_include_pad) attributes.set("count_include_pad", int64_t{1});
  if (column_major_indices) attributes.set("storage_order", int64_t{1});
  if (kind == PoolKind::kLp) attributes.set("p", p);
  problem.inputs = {x};
  problem.outputs = {y};
  if (has_indices()) problem.outputs.push_back(indices);
  return problem;
}

void register_pool(std::vector<const Tactic*>& tactics) {
  tactics.push_back(pool_plain_tactic());
  tactics.push_back(pool_onednn_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(pool_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
