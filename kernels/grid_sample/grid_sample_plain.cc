// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// grid_sample.plain.v1: the reads of a block of places are worked out once for all channels.
#include <array>
#include <memory>

#include "kernels/common/clones.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/grid_sample/axis_reads.h"
#include "kernels/reformat/converted.h"

namespace nightjar::kernels::grid_sample {
namespace {

using tensor::Dims;

constexpr int64_t kBlock = 32;      ///< Places that are worked out together.
constexpr int64_t kMostReads = 64;  ///< Of one place: four along each of three axes.

/// Read r of place p is at [r * kBlock + p].
template <typename C>
struct BlockReads {
  int64_t width = 1;
  std::array<int64_t, kBlock * kMostReads> offsets;
  std::array<C, kBlock * kMostReads> weights;
};

template <typename C>
NIGHTJAR_CLONES void sum_reads(const BlockReads<C>& reads, const C* plane, int64_t count, C* to) {
  for (int64_t p = 0; p < count; ++p) to[p] = 0;
  for (int64_t r = 0; r < reads.width; ++r) {
    const int64_t* offsets = reads.offsets.data() + r * kBlock;
    const C* weights = reads.weights.data() + r * kBlock;
    // What has no weight adds nothing, not even where it is infinite.
    for (int64_t p = 0; p < count; ++p) {
      const C value = plane[offsets[p]];
      to[p] += weights[p] != 0 ? weights[p] * value : C(0);
    }
  }
}

template <typename C>
class PlainGridSample final : public Launchable {
 public:
  PlainGridSample(const GridSampleProblem& problem, int threads)
      : threads_(threads), x_(problem.x, plan_), grid_(problem.grid, plan_), y_(problem.y, plan_) {
    const Dims x = dims_of(problem.x), y = dims_of(problem.y);
    batch_ = y[0];
    channels_ = y[1];
    for (size_t axis = 2; axis < x.size(); ++axis) {
      readers_.emplace_back(problem, x[axis]);
      extents_.push_back(x[axis]);
      plane_ *= x[axis];
      places_ *= y[axis];
    }
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    const C* x = x_.load(arguments.inputs[0], workspace, threads_);
    const C* grid = grid_.load(arguments.inputs[1], workspace, threads_);
    C* y = y_.target(arguments.outputs[0], workspace);
    const int64_t blocks = (places_ + kBlock - 1) / kBlock;
    const int64_t work = batch_ * places_ * (channels_ + 1) * 8;
    for_each_index(batch_ * blocks, threads_for(work, threads_), [&](int64_t task) {
      const int64_t n = task / blocks, first = task % blocks * kBlock;
      const int64_t count = std::min(kBlock, places_ - first);
      BlockReads<C> reads;
      const auto rank = static_cast<int64_t>(extents_.size());
      for (int64_t p = 0; p < count; ++p) {
        find_reads(grid + (n * places_ + first + p) * rank, p, reads);
      }
      for (int64_t c = 0; c < channels_; ++c) {
        const int64_t image = n * channels_ + c;
        sum_reads(reads, x + image * plane_, count, y + image * places_ + first);
      }
    });
    y_.store(arguments.outputs[0], workspace, threads_);
    return {};
  }

 private:
  /// The reads along each axis, multiplied out.
  void find_reads(const C* coordinates, int64_t place, BlockReads<C>& reads) const {
    int64_t* offsets = reads.offsets.data() + place;
    C* weights = reads.weights.data() + place;
    int64_t width = 1;
    offsets[0] = 0;
    weights[0] = 1;
    const size_t rank = extents_.size();
    for (size_t axis = 0; axis < rank; ++axis) {
      const AxisReads<C> along = readers_[axis].read(coordinates[rank - 1 - axis]);
      const int64_t each = readers_[axis].width();
      // From the back, so that nothing is overwritten before it has been read.
      for (int64_t r = width - 1; r >= 0; --r) {
        const int64_t offset = offsets[r * kBlock] * extents_[axis];
        const C weight = weights[r * kBlock];
        for (int64_t k = each - 1; k >= 0; --k) {
          const auto number = static_cast<size_t>(k);
          offsets[(r * each + k) * kBlock] = offset + along.indices[number];
          weights[(r * each + k) * kBlock] = weight * along.weights[number];
        }
      }
      width *= each;
    }
    reads.width = width;
  }

  int threads_;
  WorkspacePlan plan_;
  Converted<C> x_, grid_, y_;
  std::vector<AxisReader<C>> readers_;
  std::vector<int64_t> extents_;
  int64_t batch_ = 0, channels_ = 0, plane_ = 1, places_ = 1;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const GridSampleProblem parsed, GridSampleProblem::from_problem(problem));
  const Dims x = dims_of(parsed.x), grid = dims_of(parsed.grid), y = dims_of(parsed.y);
  bool fits = x[0] == y[0] && x[1] == y[1] && grid[0] == y[0] &&
              grid.back() == static_cast<int64_t>(x.size()) - 2;
  for (size_t axis = 2; axis < x.size(); ++axis) {
    fits = fits && grid[axis - 1] == y[axis] && (x[axis] > 0 || tensor::element_count(y) == 0);
  }
  if (!fits) return invalid_input("grid_sample: extents do not fit: " + problem.to_string() + ".");
  std::unique_ptr<Launchable> opened;
  if (computes_in_float(parsed.x.type)) {
    opened = std::make_unique<PlainGridSample<float>>(parsed, threads);
  } else {
    opened = std::make_unique<PlainGridSample<double>>(parsed, threads);
  }
  return opened;
}

}  // namespace nightjar::kernels::grid_sample
