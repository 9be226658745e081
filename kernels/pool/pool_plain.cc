// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pool.plain.v1: one channel plane at a time in a wider type, one kernel position after the other
// along whole rows.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "kernels/common/channel_order.h"
#include "kernels/common/convert.h"
#include "kernels/common/spaced_run.h"
#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"
#include "kernels/conv/conv_geometry.h"
#include "kernels/pool/pool.h"
#include "kernels/pool/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

ConvGeometry geometry_of(const PoolProblem& pool) {
  tensor::Dims kernel = {1, 1};
  kernel.insert(kernel.end(), pool.kernel.begin(), pool.kernel.end());
  return conv_geometry(dims_of(pool.x), dims_of(pool.y), kernel, pool.window);
}

/// How many of a window's positions along `axis` count, for the window at `narrow`.
int64_t counted(const ConvGeometry& geometry, size_t axis, int64_t narrow, int64_t end_pad,
                bool include_pad) {
  int64_t count = 0;
  for (int64_t k = 0; k < geometry.kernel[axis]; ++k) {
    const int64_t wide = geometry.wide_position(axis, narrow, k);
    const bool inside = wide >= 0 && wide < geometry.wide[axis];
    const bool padded = wide >= -geometry.pads[axis] && wide < geometry.wide[axis] + end_pad;
    count += include_pad ? padded : inside;
  }
  return count;
}

/// The divisor of every average in a plane.
std::vector<double> divisors_of(const PoolProblem& pool, const ConvGeometry& geometry) {
  std::vector<double> divisors(1, 1.0);
  for (size_t axis = 0; axis < 3; ++axis) {
    const size_t spatial_rank = pool.kernel.size();
    const bool real = axis + spatial_rank >= 3;
    const int64_t end_pad = real ? pool.window.pads_end[axis + spatial_rank - 3] : 0;
    std::vector<double> longer;
    for (const double divisor : divisors) {
      for (int64_t i = 0; i < geometry.narrow[axis]; ++i) {
        const int64_t count = counted(geometry, axis, i, end_pad, pool.count_include_pad);
        longer.push_back(divisor * static_cast<double>(std::max<int64_t>(count, 1)));
      }
    }
    divisors = std::move(longer);
  }
  return divisors;
}

template <typename T>
class PlainPool final : public Launchable {
 public:
  PlainPool(PoolProblem problem, int threads)
      : problem_(std::move(problem)),
        threads_(threads),
        geometry_(geometry_of(problem_)),
        x_order_(channel_order(problem_.x.layout, dims_of(problem_.x))),
        y_order_(channel_order(problem_.y.layout, dims_of(problem_.y))),
        taps_(product(geometry_.kernel)) {
    if (problem_.kind == PoolKind::kAverage) divisors_ = divisors_of(problem_, geometry_);
    const int64_t planes = x_order_.batch * x_order_.channels;
    planes_ = plan_.add<T>(planes * x_order_.spatial);
    pooled_ = plan_.add<T>(planes * y_order_.spatial);
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    for_each_index(x_order_.batch * x_order_.channels, threads_, [&](int64_t plane) {
      const int64_t n = plane / x_order_.channels, c = plane % x_order_.channels;
      T* source = workspace.at(planes_) + plane * x_order_.spatial;
      T* target = workspace.at(pooled_) + plane * y_order_.spatial;
      const DataType type = problem_.x.type;
      const int64_t bytes_each = element_bytes(type);
      load_spaced(type, at(arguments.inputs[0], x_order_.offset(n, c), bytes_each),
                  x_order_.spatial_stride, x_order_.spatial, source);
      int64_t* indices = problem_.has_indices() ? static_cast<int64_t*>(arguments.outputs[1]) +
                                                      plane * y_order_.spatial
                                                : nullptr;
      pool_plane(source, target, indices);
      if (indices != nullptr) number_indices(plane, indices);
      store_spaced(type, target, y_order_.spatial,
                   at(arguments.outputs[0], y_order_.offset(n, c), bytes_each),
                   y_order_.spatial_stride);
    });
    return {};
  }

 private:
  /// Calls use(narrow index, wide index) for everything that lies inside, taps in order.
  template <typename Use>
  void for_each_pair(const Use& use) const {
    const int64_t stride = geometry_.strides[2];
    for (int64_t k = 0; k < taps_; ++k) {
      for_each_run(geometry_, kernel_position(geometry_, k),
                   [&](int64_t narrow, int64_t wide, int64_t count) {
                     for (int64_t i = 0; i < count; ++i) use(narrow + i, wide + i * stride);
                   });
    }
  }

  void pool_plane(const T* source, T* target, int64_t* indices) const {
    switch (problem_.kind) {
      case PoolKind::kMax:
        return indices == nullptr ? maximum(source, target) : maximum_at(source, target, indices);
      case PoolKind::kAverage:
        return average(source, target);
      case PoolKind::kLp:
        return norm(source, target);
    }
  }

  void maximum(const T* source, T* target) const {
    std::fill_n(target, y_order_.spatial, -std::numeric_limits<T>::infinity());
    for_each_pair([&](int64_t narrow, int64_t wide) {
      const T value = source[wide];
      // A NaN stays: it is taken, and nothing compares greater than it.
      target[narrow] = value > target[narrow] || value != value ? value : target[narrow];
    });
  }

  void maximum_at(const T* source, T* target, int64_t* indices) const {
    std::fill_n(target, y_order_.spatial, -std::numeric_limits<T>::infinity());
    std::fill_n(indices, y_order_.spatial, int64_t{-1});
    for_each_pair([&](int64_t narrow, int64_t wide) {
      const T value = source[wide];
      if (indices[narrow] >= 0 && !(value > target[narrow]) && value == value) return;
      target[narrow] = value;
      indices[narrow] = wide;
    });
  }

  void average(const T* source, T* target) const {
    std::fill_n(target, y_order_.spatial, T(0));
    for_each_pair([&](int64_t narrow, int64_t wide) { target[narrow] += source[wide]; });
    for (int64_t i = 0; i < y_order_.spatial; ++i) {
      target[i] = static_cast<T>(target[i] / divisors_[static_cast<size_t>(i)]);
    }
  }

  void norm(const T* source, T* target) const {
    const auto p = static_cast<double>(problem_.p);
    std::fill_n(target, y_order_.spatial, T(0));
    for_each_pair([&](int64_t narrow, int64_t wide) {
      target[narrow] += static_cast<T>(std::pow(std::abs(double{source[wide]}), p));
    });
    for (int64_t i = 0; i < y_order_.spatial; ++i) {
      target[i] = static_cast<T>(std::pow(double{target[i]}, 1 / p));
    }
  }

  /// From positions in the plane to positions in the whole of x.
  void number_indices(int64_t plane, int64_t* indices) const {
    const Axes& extents = geometry_.wide;
    for (int64_t i = 0; i < y_order_.spatial; ++i) {
      int64_t index = std::max<int64_t>(indices[i], 0);
      if (problem_.column_major_indices) {
        const int64_t w = index % extents[2], h = index / extents[2] % extents[1];
        index = (w * extents[1] + h) * extents[0] + index / (extents[1] * extents[2]);
      }
      indices[i] = plane * x_order_.spatial + index;
    }
  }

  PoolProblem problem_;
  int threads_;
  ConvGeometry geometry_;
  ChannelOrder x_order_, y_order_;
  int64_t taps_;
  std::vector<double> divisors_;
  WorkspacePlan plan_;
  WorkspaceSlot<T> planes_, pooled_;
};

class PlainPoolTactic final : public Tactic {
 public:
  std::string_view name() const override { return "pool.plain.v1"; }
  std::string_view family() const override { return "pool"; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto pool = PoolProblem::from_problem(problem);
    if (!pool.ok() || !is_convertible(pool->x.type)) return false;
    // Integers are compared as doubles, which hold 53 bits.
    return tensor::is_float(pool->x.type) || tensor::bits_of(pool->x.type) <= 32;
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(PoolProblem pool, PoolProblem::from_problem(problem));
    const int threads = device.info().cores;
    const DataType type = pool.x.type;
    std::unique_ptr<Launchable> opened;
    if (type == DataType::kFloat32 || type == DataType::kBFloat16 || type == DataType::kFloat16) {
      opened = std::make_unique<PlainPool<float>>(std::move(pool), threads);
    } else {
      opened = std::make_unique<PlainPool<double>>(std::move(pool), threads);
    }
    return opened;
  }
};

}  // namespace

const Tactic* pool_plain_tactic() {
  static const PlainPoolTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
