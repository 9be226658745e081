// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The largest of the whole pixels of a bin.
#include <algorithm>
#include <atomic>
#include <cmath>

#include "kernels/common/plain_tactic.h"
#include "kernels/reformat/converted.h"
#include "kernels/roi_pool/roi_pool_plain.h"

namespace nightjar::kernels::roi_pool {
namespace {

using tensor::Dims;

/// Pixels begin <= i < end of one bin along one axis.
struct Bin {
  int64_t begin = 0, end = 0;
};

/// Bin `number` of `bins` of a region whose first and last pixels are named.
template <typename C>
Bin bin_of(C first, C last, int64_t number, int64_t bins, int64_t extent) {
  constexpr C kFar = C(1 << 28);
  const C start = std::clamp(std::round(first), -kFar, kFar);
  const C length = std::max(std::clamp(std::round(last), -kFar, kFar) - start + 1, C(1));
  const C each = length / static_cast<C>(bins);
  const auto inside = [&](C place) {
    return std::clamp<int64_t>(static_cast<int64_t>(place + start), 0, extent);
  };
  return {inside(std::floor(static_cast<C>(number) * each)),
          inside(std::ceil(static_cast<C>(number + 1) * each))};
}

template <typename C>
C largest_in(const C* plane, int64_t width, const Bin& rows, const Bin& columns) {
  if (rows.begin >= rows.end || columns.begin >= columns.end) return 0;
  C largest = plane[rows.begin * width + columns.begin];
  for (int64_t h = rows.begin; h < rows.end; ++h) {
    for (int64_t w = columns.begin; w < columns.end; ++w) {
      largest = std::max(largest, plane[h * width + w]);
    }
  }
  return largest;
}

template <typename C>
std::unique_ptr<Launchable> open_as(const RoiPoolProblem& problem, int threads) {
  const Dims x = dims_of(problem.x), y = dims_of(problem.y);
  WorkspacePlan plan;
  const Converted<C> image(problem.x, plan), rois(problem.rois, plan), pooled(problem.y, plan);
  const C scale = static_cast<C>(problem.spatial_scale);
  const auto launch = [=](const LaunchArguments& arguments) -> Status {
    const WorkspaceView workspace(arguments.workspace);
    const C* from = image.load(arguments.inputs[0], workspace, threads);
    const C* regions = rois.load(arguments.inputs[1], workspace, threads);
    C* to = pooled.target(arguments.outputs[0], workspace);
    std::atomic<bool> is_wrong = false;
    for_each_index(y[0] * y[1], threads_for(pooled.count() * 16, threads), [&](int64_t task) {
      const C* roi = regions + task / y[1] * 5;
      const bool is_known = roi[0] >= 0 && roi[0] < static_cast<C>(x[0]) &&
                            !std::isnan(roi[1] + roi[2] + roi[3] + roi[4]);
      if (!is_known) {
        is_wrong = true;
        return;
      }
      const C* plane = from + (static_cast<int64_t>(roi[0]) * x[1] + task % y[1]) * x[2] * x[3];
      for (int64_t i = 0; i < y[2] * y[3]; ++i) {
        const Bin rows = bin_of(roi[2] * scale, roi[4] * scale, i / y[3], y[2], x[2]);
        const Bin columns = bin_of(roi[1] * scale, roi[3] * scale, i % y[3], y[3], x[3]);
        to[task * y[2] * y[3] + i] = largest_in(plane, x[3], rows, columns);
      }
    });
    if (is_wrong) return invalid_input("roi_pool: a region is not in the batch.");
    pooled.store(arguments.outputs[0], workspace, threads);
    return {};
  };
  return make_launchable(launch, plan.byte_count());
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_max(const RoiPoolProblem& problem, int threads) {
  return computes_in_float(problem.x.type) ? open_as<float>(problem, threads)
                                           : open_as<double>(problem, threads);
}

}  // namespace nightjar::kernels::roi_pool
