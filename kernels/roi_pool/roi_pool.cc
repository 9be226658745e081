// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/roi_pool/roi_pool.h"

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/roi_pool/roi_pool_plain.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr std::array<std::string_view, 3> kKinds = {"align_average", "align_max", "max"};

bool supports(const Problem& problem) { return RoiPoolProblem::from_problem(problem).ok(); }

bool types_fit(const RoiPoolProblem& problem) {
  const DataType type = problem.x.type, index = problem.batch_indices.type;
  const bool has_indices = index == DataType::kInt64 || index == DataType::kInt32;
  return tensor::is_float(type) && is_convertible(type) && problem.rois.type == type &&
         problem.y.type == type && (problem.kind == RoiPoolKind::kMax || has_indices);
}

bool extents_fit(const RoiPoolProblem& problem) {
  const tensor::Dims x = dims_of(problem.x), y = dims_of(problem.y), rois = dims_of(problem.rois);
  const bool is_max = problem.kind == RoiPoolKind::kMax;
  return rois == tensor::Dims{y[0], is_max ? 5 : 4} && y[1] == x[1] &&
         (is_max || dims_of(problem.batch_indices) == tensor::Dims{y[0]});
}

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const RoiPoolProblem parsed, RoiPoolProblem::from_problem(problem));
  if (!extents_fit(parsed)) {
    return invalid_input("roi_pool: extents do not fit: " + problem.to_string() + ".");
  }
  return parsed.kind == RoiPoolKind::kMax ? roi_pool::open_max(parsed, threads)
                                          : roi_pool::open_align(parsed, threads);
}

}  // namespace

Result<RoiPoolProblem> RoiPoolProblem::from_problem(const Problem& problem) {
  const auto& attributes = problem.attributes;
  const auto found = std::find(kKinds.begin(), kKinds.end(), attributes.get_string("kind", ""));
  if (found == kKinds.end()) return invalid_input("roi_pool: there is no such kind.");
  RoiPoolProblem parsed;
  parsed.kind = static_cast<RoiPoolKind>(found - kKinds.begin());
  const bool is_max = parsed.kind == RoiPoolKind::kMax;
  const auto refuse = [&] { return invalid_input("roi_pool cannot do " + problem.to_string()); };
  if (problem.inputs.size() != (is_max ? 2u : 3u) || problem.outputs.size() != 1) return refuse();
  parsed.spatial_scale = attributes.get_float("spatial_scale", 1);
  parsed.sampling_ratio = attributes.get_int("sampling_ratio", 0);
  parsed.half_pixel = attributes.get_int("half_pixel", 1) != 0;
  parsed.x = problem.inputs[0];
  parsed.rois = problem.inputs[1];
  if (!is_max) parsed.batch_indices = problem.inputs[2];
  parsed.y = problem.outputs[0];
  const bool fits = parsed.x.shape.size() == 4 && parsed.y.shape.size() == 4 &&
                    parsed.rois.shape.size() == 2 && parsed.sampling_ratio >= 0 &&
                    parsed.sampling_ratio <= 1024 && types_fit(parsed);
  if (!fits) return refuse();
  return parsed;
}

Problem RoiPoolProblem::to_problem() const {
  Problem problem{.family = "roi_pool", .attributes = {}, .inputs = {x, rois}, .outputs = {y}};
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(kKinds[static_cast<size_t>(kind)]));
  attributes.set("spatial_scale", spatial_scale);
  if (kind == RoiPoolKind::kMax) return problem;
  problem.inputs.push_back(batch_indices);
  attributes.set("sampling_ratio", sampling_ratio);
  attributes.set("half_pixel", int64_t{half_pixel});
  return problem;
}

void register_roi_pool(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("roi_pool", supports, open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
