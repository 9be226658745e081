// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A convolution's windows as the rows of a product: taps first, then channels; of few channels in
// planes the other way round, as neighbours in memory are neighbours along a row of taps then.
#pragma once

#include <vector>

#include "kernels/common/channel_order.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/conv_geometry.h"

namespace nightjar::kernels {

/// Of a bound convolution of one group over float32, in any layout.
class WindowRows {
 public:
  /// Whether a row holds a channel's taps together, one channel after the other.
  static bool is_by_channel(const ConvProblem& conv);
  explicit WindowRows(const ConvProblem& conv);

  /// One for each image and output position.
  int64_t count() const { return order_.batch * positions_; }
  /// Values in a row.
  int64_t depth() const { return order_.channels * static_cast<int64_t>(taps_.size()); }
  /// Values first <= k < first + count of row `row`.
  void read(const float* x, int64_t row, int64_t first, int64_t count, float* to) const;

 private:
  struct Run {
    int64_t first, count;
  };
  /// The line of the image, depth and height in one; -1 outside.
  int64_t line_of(const Axes& corner, int64_t tap) const;
  /// The pixel of the image that a tap reads for the window that begins at `corner`; -1 outside.
  int64_t pixel_of(const Axes& corner, int64_t tap) const;
  void read_channels(const float* x, int64_t channel, int64_t count, float* to) const;
  void read_by_tap(const float* image, const Axes& corner, Run run, float* to) const;
  void read_by_channel(const float* image, const Axes& corner, Run run, float* to) const;

  ConvGeometry geometry_;
  ChannelOrder order_;
  int64_t positions_;
  std::vector<Axes> taps_;  ///< From the corner of a window.
  int64_t run_;             ///< Channels that lie at one stride, counted from a multiple of it.
  bool is_by_channel_;
};

}  // namespace nightjar::kernels
