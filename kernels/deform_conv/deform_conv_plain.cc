// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// deform_conv.plain.v1: an image's bent windows become columns, which a packed product multiplies.
#include <array>
#include <cmath>

#include "kernels/deform_conv/deform_conv.h"
#include "kernels/gemm/packed_gemm.h"
#include "kernels/reformat/converted.h"

namespace nightjar::kernels::deform_conv {
namespace {

using tensor::Dims;

constexpr int64_t kBlock = 128;  ///< Places whose reads are worked out together.

/// Four neighbours of each place; a weight of 0 reads element 0.
template <typename C>
struct Reads {
  std::array<std::array<int64_t, kBlock>, 4> offsets;
  std::array<std::array<C, kBlock>, 4> weights;
};

/// Extents of one image.
struct Extents {
  int64_t height = 0, width = 0;
};

template <typename C>
void set_reads(Reads<C>& reads, size_t place, C y, C x, C strength, const Extents& image) {
  const C top = std::floor(y), left = std::floor(x);
  const C down = y - top, right = x - left;
  const C weights[4] = {(1 - down) * (1 - right), (1 - down) * right, down * (1 - right),
                        down * right};
  // Far places and those that are no number lie outside.
  const bool is_near = top >= -1 && left >= -1 && top <= static_cast<C>(image.height) &&
                       left <= static_cast<C>(image.width);
  for (size_t i = 0; i < 4; ++i) {
    reads.offsets[i][place] = 0;
    reads.weights[i][place] = 0;
    if (!is_near) continue;
    const int64_t row = static_cast<int64_t>(top) + static_cast<int64_t>(i / 2);
    const int64_t column = static_cast<int64_t>(left) + static_cast<int64_t>(i % 2);
    if (row < 0 || row >= image.height || column < 0 || column >= image.width) continue;
    reads.offsets[i][place] = row * image.width + column;
    reads.weights[i][place] = weights[i] * strength;
  }
}

template <typename C>
void read_plane(const Reads<C>& reads, const C* plane, int64_t count, C* to) {
  for (size_t p = 0; p < static_cast<size_t>(count); ++p) {
    C sum = 0;
    for (size_t i = 0; i < 4; ++i) sum += reads.weights[i][p] * plane[reads.offsets[i][p]];
    to[p] = sum;
  }
}

template <typename C>
class PlainDeformConv final : public Launchable {
 public:
  PlainDeformConv(const DeformConvProblem& problem, int threads)
      : problem_(problem),
        threads_(threads),
        x_dims_(dims_of(problem.x)),
        w_dims_(dims_of(problem.weights)),
        y_dims_(dims_of(problem.y)),
        x_(problem.x, plan_),
        weights_(problem.weights, plan_),
        offsets_(problem.offsets, plan_),
        bias_(problem.bias, plan_),
        mask_(problem.mask, plan_),
        y_(problem.y, plan_) {
    places_ = y_dims_[2] * y_dims_[3];
    taps_ = w_dims_[2] * w_dims_[3];
    outputs_each_ = w_dims_[0] / problem.group;
    depth_ = w_dims_[1] * taps_;
    columns_ = plan_.add<C>(x_dims_[1] * taps_ * places_);
    packed_rows_ = plan_.add<C>(problem.group * packed_rows_count<C>(outputs_each_, depth_));
    packed_columns_ = plan_.add<C>(packed_columns_count<C>(depth_, places_));
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    const C* x = x_.load(arguments.inputs[0], workspace, threads_);
    const C* weights = weights_.load(arguments.inputs[1], workspace, threads_);
    const C* offsets = offsets_.load(arguments.inputs[2], workspace, threads_);
    const C* bias = bias_.load(arguments.inputs[3], workspace, threads_);
    const C* mask = mask_.load(arguments.inputs[4], workspace, threads_);
    C* y = y_.target(arguments.outputs[0], workspace);
    const int64_t packed = packed_rows_count<C>(outputs_each_, depth_);
    for (int64_t g = 0; g < problem_.group; ++g) {
      pack_rows<C>({weights + g * outputs_each_ * depth_, depth_, 1}, outputs_each_, depth_,
                   workspace.at(packed_rows_) + g * packed, threads_);
    }
    const int64_t image = x_dims_[1] * x_dims_[2] * x_dims_[3];
    const int64_t bends = problem_.offset_group * taps_ * places_;
    for (int64_t n = 0; n < y_dims_[0] && places_ > 0; ++n) {
      lay_columns(x + n * image, offsets + n * bends * 2,
                  mask == nullptr ? nullptr : mask + n * bends, workspace.at(columns_));
      for (int64_t g = 0; g < problem_.group; ++g) {
        multiply(g, workspace, y + (n * w_dims_[0] + g * outputs_each_) * places_);
      }
      if (bias != nullptr) add_bias(bias, y + n * w_dims_[0] * places_);
    }
    y_.store(arguments.outputs[0], workspace, threads_);
    return {};
  }

 private:
  /// A row for each channel and kernel position, a column for each place.
  void lay_columns(const C* image, const C* offsets, const C* mask, C* columns) const {
    const int64_t blocks = (places_ + kBlock - 1) / kBlock;
    const int64_t bends = problem_.offset_group * taps_;
    const int64_t channels = x_dims_[1] / problem_.offset_group;
    const int64_t plane = x_dims_[2] * x_dims_[3];
    for_each_index(bends * blocks, threads_for(x_.count() * taps_, threads_), [&](int64_t task) {
      const int64_t bend = task / blocks, first = task % blocks * kBlock;
      const int64_t count = std::min(kBlock, places_ - first);
      const int64_t group = bend / taps_, tap = bend % taps_;
      Reads<C> reads;
      find_reads(offsets + bend * 2 * places_, mask == nullptr ? nullptr : mask + bend * places_,
                 tap, first, count, reads);
      for (int64_t c = group * channels; c < (group + 1) * channels; ++c) {
        read_plane(reads, image + c * plane, count, columns + (c * taps_ + tap) * places_ + first);
      }
    });
  }

  void find_reads(const C* offsets, const C* mask, int64_t tap, int64_t first, int64_t count,
                  Reads<C>& reads) const {
    const Window& window = problem_.window;
    const int64_t down = tap / w_dims_[3] * window.dilations[0] - window.pads_begin[0];
    const int64_t right = tap % w_dims_[3] * window.dilations[1] - window.pads_begin[1];
    for (int64_t p = 0; p < count; ++p) {
      const int64_t place = first + p;
      const int64_t row = place / y_dims_[3] * window.strides[0] + down;
      const int64_t column = place % y_dims_[3] * window.strides[1] + right;
      set_reads(reads, static_cast<size_t>(p), static_cast<C>(row) + offsets[place],
                static_cast<C>(column) + offsets[places_ + place],
                mask == nullptr ? C(1) : mask[place], Extents{x_dims_[2], x_dims_[3]});
    }
  }

  void multiply(int64_t g, const WorkspaceView& workspace, C* to) const {
    pack_columns<C>({workspace.at(columns_) + g * depth_ * places_, places_, 1}, depth_, places_,
                    workspace.at(packed_columns_), threads_);
    PackedProduct<C> product;
    product.m = outputs_each_;
    product.n = product.c_row_stride = places_;
    product.k = depth_;
    product.rows = workspace.at(packed_rows_) + g * packed_rows_count<C>(outputs_each_, depth_);
    product.columns = workspace.at(packed_columns_);
    product.c = to;
    multiply_packed(product, threads_);
  }

  void add_bias(const C* bias, C* image) const {
    for_each_index(w_dims_[0], threads_for(w_dims_[0] * places_, threads_), [&](int64_t channel) {
      C* plane = image + channel * places_;
      for (int64_t i = 0; i < places_; ++i) plane[i] += bias[channel];
    });
  }

  DeformConvProblem problem_;
  int threads_;
  Dims x_dims_, w_dims_, y_dims_;
  WorkspacePlan plan_;
  Converted<C> x_, weights_, offsets_, bias_, mask_, y_;
  int64_t places_ = 0, taps_ = 0, outputs_each_ = 0, depth_ = 0;
  WorkspaceSlot<C> columns_, packed_rows_, packed_columns_;
};

bool extents_fit(const DeformConvProblem& problem) {
  const Dims x = dims_of(problem.x), w = dims_of(problem.weights), y = dims_of(problem.y);
  const int64_t bends = problem.offset_group * w[2] * w[3];
  const auto is_absent = [](const tensor::TensorDesc& desc) {
    return desc.type == tensor::DataType::kUndefined;
  };
  return x[0] == y[0] && y[1] == w[0] && x[1] == w[1] * problem.group &&
         w[0] % problem.group == 0 && x[1] % problem.offset_group == 0 &&
         dims_of(problem.offsets) == Dims{x[0], bends * 2, y[2], y[3]} &&
         (is_absent(problem.bias) || dims_of(problem.bias) == Dims{w[0]}) &&
         (is_absent(problem.mask) || dims_of(problem.mask) == Dims{x[0], bends, y[2], y[3]});
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const DeformConvProblem parsed, DeformConvProblem::from_problem(problem));
  if (!extents_fit(parsed)) {
    return invalid_input("deform_conv: extents do not fit: " + problem.to_string() + ".");
  }
  std::unique_ptr<Launchable> opened;
  if (computes_in_float(parsed.x.type)) {
    opened = std::make_unique<PlainDeformConv<float>>(parsed, threads);
  } else {
    opened = std::make_unique<PlainDeformConv<double>>(parsed, threads);
  }
  return opened;
}

}  // namespace nightjar::kernels::deform_conv
