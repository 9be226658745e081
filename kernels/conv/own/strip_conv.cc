// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/strip_conv.h"

#include <algorithm>

#include "kernels/common/channel_order.h"
#include "kernels/conv/own/tile_result.h"
#include "kernels/conv/own/window_rows.h"

namespace nightjar::kernels {
namespace {

class StripConv final : public Launchable {
 public:
  StripConv(const ConvProblem& conv, const TileShape& shape, const float* columns, int threads)
      : conv_(conv),
        x_(dims_of(conv.x)),
        y_(dims_of(conv.y)),
        w_(dims_of(conv.w)),
        order_(channel_order(conv.x.layout, x_)),
        result_(conv),
        columns_(columns) {
    const bool are_planes = conv.x.layout == tensor::Layout::kRowMajor;
    planes_ = are_planes ? x_[1] : 1;
    pixel_floats_ = are_planes ? 1 : x_[1];
    line_pixels_ = (y_[3] - 1) * conv.window.strides[1] + w_[3];
    plan_ = {y_[0] * y_[2] * y_[3], w_[0], w_[1] * w_[2] * w_[3], shape};
    threads_ = threads_for(plan_.steps(), threads);
  }

  size_t workspace_bytes() const override {
    return static_cast<size_t>(thread_floats() * threads_) * sizeof(float);
  }

  Status launch(const LaunchArguments& arguments) override {
    for_each_share(y_[0] * y_[2], threads_, [&](int thread, int64_t begin, int64_t end) {
      float* scratch = static_cast<float*>(arguments.workspace) + thread * thread_floats();
      for (int64_t row = begin; row < end; ++row) {
        lay_out(row / y_[2], row % y_[2], arguments, scratch + sum_floats());
        multiply_row(row, scratch + sum_floats(), scratch, arguments);
      }
    });
    return {};
  }

 private:
  int64_t line_floats() const { return line_pixels_ * pixel_floats_; }
  int64_t sum_floats() const { return plan_.shape.rows * plan_.shape.columns; }
  int64_t thread_floats() const { return sum_floats() + planes_ * w_[2] * line_floats(); }

  /// [planes][kernel rows][line], under row `y_row` of the result.
  void lay_out(int64_t image, int64_t y_row, const LaunchArguments& arguments, float* to) const {
    const int64_t pad = conv_.window.pads_begin[1];
    const int64_t count = std::clamp<int64_t>(line_pixels_ - pad, 0, x_[3]);
    const auto* x = static_cast<const float*>(arguments.inputs[0]);
    for (int64_t plane = 0; plane < planes_; ++plane) {
      for (int64_t k = 0; k < w_[2]; ++k, to += line_floats()) {
        const int64_t row = y_row * conv_.window.strides[0] - conv_.window.pads_begin[0] +
                            k * conv_.window.dilations[0];
        if (row < 0 || row >= x_[2] || count == 0) {
          std::fill_n(to, line_floats(), 0.0f);
          continue;
        }
        const float* from = x + order_.offset(image, plane, row * x_[3]);
        std::fill_n(to, pad * pixel_floats_, 0.0f);
        std::copy_n(from, count * pixel_floats_, to + pad * pixel_floats_);
        std::fill(to + (pad + count) * pixel_floats_, to + line_floats(), 0.0f);
      }
    }
  }

  /// Row `row` of the result, counted over all images.
  void multiply_row(int64_t row, const float* lines, float* sums,
                    const LaunchArguments& arguments) const {
    const int64_t width = plan_.shape.columns, pixel_stride = conv_.window.strides[1];
    const int64_t tiles = (y_[3] + plan_.shape.rows - 1) / plan_.shape.rows;
    for (int64_t panel = 0; panel < plan_.panels(); ++panel) {
      for (int64_t tile = 0; tile < tiles; ++tile) {
        const Share share = share_of(y_[3], tiles, tile);
        const LeftRows rows{lines + share.first * pixel_stride * pixel_floats_,
                            pixel_stride * pixel_floats_, w_[3] * pixel_floats_, line_floats()};
        const int64_t first = panel * width;
        tile_function(plan_.shape, share.count)({plan_.k, rows, columns_ + first * plan_.k, sums});
        result_.finish({row * y_[3] + share.first, share.count, first,
                        std::min(width, plan_.n - first), sums, width},
                       arguments);
      }
    }
  }

  ConvProblem conv_;
  tensor::Dims x_, y_, w_;
  ChannelOrder order_;
  TileResult result_;
  const float* columns_;
  ProductPlan plan_;
  int64_t planes_ = 1;        ///< Whose lines lie apart.
  int64_t pixel_floats_ = 1;  ///< Of a line.
  int64_t line_pixels_ = 0;
  int threads_ = 1;
};

}  // namespace

bool may_read_strips(const ConvProblem& conv) {
  if (conv.window.strides.size() != 2 || conv.window.dilations[1] != 1) return false;
  return conv.x.layout == tensor::Layout::kChannelsLast || WindowRows::is_by_channel(conv);
}

std::unique_ptr<Launchable> make_strip_conv(const ConvProblem& conv, const TileShape& shape,
                                            const float* columns, int threads) {
  return std::make_unique<StripConv>(conv, shape, columns, threads);
}

}  // namespace nightjar::kernels
