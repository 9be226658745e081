// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Interpolated samples: their places along height and along width are worked out once a region.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <vector>

#include "kernels/reformat/converted.h"
#include "kernels/roi_pool/roi_pool_plain.h"

namespace nightjar::kernels::roi_pool {
namespace {

using tensor::Dims;

/// Two neighbours along one axis; both weights are 0 outside of the image.
template <typename C>
struct Sample {
  int64_t low = 0, high = 0;
  C low_weight = 0, high_weight = 0;
};

/// The samples of all bins along one axis of a region, `each` of them a bin.
template <typename C>
struct AxisSamples {
  int64_t each = 1;
  std::vector<Sample<C>> samples;
};

template <typename C>
Sample<C> sample_at(C position, int64_t extent) {
  if (!(position >= -1 && position <= static_cast<C>(extent))) return {};
  const C inside = std::max(position, C(0));
  const int64_t low = std::min(static_cast<int64_t>(inside), extent - 1);
  const int64_t high = std::min(low + 1, extent - 1);
  const C t = low == high ? C(0) : inside - static_cast<C>(low);
  return {low, high, 1 - t, t};
}

template <typename C>
class PlainRoiAlign final : public Launchable {
 public:
  PlainRoiAlign(const RoiPoolProblem& problem, int threads)
      : problem_(problem),
        threads_(threads),
        x_dims_(dims_of(problem.x)),
        y_dims_(dims_of(problem.y)),
        x_(problem.x, plan_),
        rois_(problem.rois, plan_),
        y_(problem.y, plan_),
        batch_indices_(problem.batch_indices, plan_),
        rows_(static_cast<size_t>(threads)),
        columns_(static_cast<size_t>(threads)) {}

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    const C* x = x_.load(arguments.inputs[0], workspace, threads_);
    const C* rois = rois_.load(arguments.inputs[1], workspace, threads_);
    const int64_t* batches = batch_indices_.load(arguments.inputs[2], workspace, threads_);
    C* y = y_.target(arguments.outputs[0], workspace);
    std::atomic<bool> is_wrong = false;
    const int used = threads_for(y_.count() * 16, threads_);
    for_each_share(y_dims_[0], used, [&](int thread, int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        if (!pool_region(x, rois + r * 4, batches[r], thread, y + r * region_size())) {
          is_wrong = true;
        }
      }
    });
    if (is_wrong) return invalid_input("roi_pool: a region is not in the batch, or too large.");
    y_.store(arguments.outputs[0], workspace, threads_);
    return {};
  }

 private:
  int64_t region_size() const { return y_dims_[1] * y_dims_[2] * y_dims_[3]; }

  /// Samples between `first` and `last`; false where there would be too many of them.
  bool find_samples(C first, C last, int64_t bins, int64_t extent, AxisSamples<C>& found) const {
    const C shift = problem_.half_pixel ? C(0.5) : C(0);
    const C start = first * static_cast<C>(problem_.spatial_scale) - shift;
    C length = last * static_cast<C>(problem_.spatial_scale) - shift - start;
    if (!problem_.half_pixel) length = std::max(length, C(1));
    const C bin = length / static_cast<C>(bins);
    constexpr C kMostSamples = 1 << 14;
    if (!(std::abs(bin) < kMostSamples) || !(std::abs(start) < C(1 << 30))) return false;
    const int64_t ratio = problem_.sampling_ratio;
    found.each = ratio > 0 ? ratio : static_cast<int64_t>(std::ceil(bin));
    found.each = std::max<int64_t>(found.each, 0);
    found.samples.clear();
    for (int64_t b = 0; b < bins; ++b) {
      for (int64_t i = 0; i < found.each; ++i) {
        const C within = (static_cast<C>(i) + C(0.5)) * bin / static_cast<C>(found.each);
        found.samples.push_back(sample_at(start + static_cast<C>(b) * bin + within, extent));
      }
    }
    return true;
  }

  bool pool_region(const C* x, const C* roi, int64_t batch, int thread, C* to) {
    if (batch < 0 || batch >= x_dims_[0]) return false;
    AxisSamples<C>& rows = rows_[static_cast<size_t>(thread)];
    AxisSamples<C>& columns = columns_[static_cast<size_t>(thread)];
    if (!find_samples(roi[1], roi[3], y_dims_[2], x_dims_[2], rows) ||
        !find_samples(roi[0], roi[2], y_dims_[3], x_dims_[3], columns)) {
      return false;
    }
    const int64_t plane = x_dims_[2] * x_dims_[3];
    for (int64_t c = 0; c < x_dims_[1]; ++c) {
      const C* image = x + (batch * x_dims_[1] + c) * plane;
      for (int64_t h = 0; h < y_dims_[2]; ++h) {
        for (int64_t w = 0; w < y_dims_[3]; ++w) *to++ = pool_bin(image, rows, columns, h, w);
      }
    }
    return true;
  }

  C pool_bin(const C* image, const AxisSamples<C>& rows, const AxisSamples<C>& columns, int64_t h,
             int64_t w) const {
    const bool is_max = problem_.kind == RoiPoolKind::kAlignMax;
    C sum = 0, largest = 0;
    bool is_first = true;
    for (int64_t i = 0; i < rows.each; ++i) {
      const Sample<C>& row = rows.samples[static_cast<size_t>(h * rows.each + i)];
      const C* low = image + row.low * x_dims_[3];
      const C* high = image + row.high * x_dims_[3];
      for (int64_t k = 0; k < columns.each; ++k) {
        const Sample<C>& column = columns.samples[static_cast<size_t>(w * columns.each + k)];
        const C terms[4] = {row.low_weight * column.low_weight * low[column.low],
                            row.low_weight * column.high_weight * low[column.high],
                            row.high_weight * column.low_weight * high[column.low],
                            row.high_weight * column.high_weight * high[column.high]};
        sum += terms[0] + terms[1] + terms[2] + terms[3];
        // ONNX takes the largest of the weighted neighbours, not of their sums.
        const C best = *std::max_element(terms, terms + 4);
        largest = is_first ? best : std::max(largest, best);
        is_first = false;
      }
    }
    if (is_max) return largest;
    return sum / static_cast<C>(std::max<int64_t>(rows.each * columns.each, 1));
  }

  RoiPoolProblem problem_;
  int threads_;
  Dims x_dims_, y_dims_;
  WorkspacePlan plan_;
  Converted<C> x_, rois_, y_;
  Converted<int64_t> batch_indices_;
  std::vector<AxisSamples<C>> rows_, columns_;  ///< One a thread.
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_align(const RoiPoolProblem& problem, int threads) {
  const Dims x = dims_of(problem.x);
  if (x[2] < 1 || x[3] < 1) return invalid_input("roi_pool: the image has no pixels.");
  std::unique_ptr<Launchable> opened;
  if (computes_in_float(problem.x.type)) {
    opened = std::make_unique<PlainRoiAlign<float>>(problem, threads);
  } else {
    opened = std::make_unique<PlainRoiAlign<double>>(problem, threads);
  }
  return opened;
}

}  // namespace nightjar::kernels::roi_pool
