// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/window_rows.h"

#include "kernels/product/finish.h"

namespace nightjar::kernels {
namespace {

constexpr int64_t kOutside = -1;
constexpr int64_t kFewChannels = 8;

bool is_blocked(const ConvProblem& conv) {
  return conv.x.layout == tensor::Layout::kChannelsBlocked16;
}

}  // namespace

bool WindowRows::is_by_channel(const ConvProblem& conv) {
  const auto channels = conv.w.shape[1].constant();
  return conv.x.layout == tensor::Layout::kRowMajor && channels && *channels <= kFewChannels;
}

WindowRows::WindowRows(const ConvProblem& conv)
    : geometry_(conv_geometry(dims_of(conv.x), dims_of(conv.y), dims_of(conv.w), conv.window)),
      order_(channel_order(conv.x.layout, dims_of(conv.x))),
      positions_(product(geometry_.narrow)),
      run_(is_blocked(conv) ? tensor::kChannelBlock : order_.channels),
      is_by_channel_(is_by_channel(conv)) {
  for (int64_t tap = 0; tap < product(geometry_.kernel); ++tap) {
    Axes offset = kernel_position(geometry_, tap);
    for (size_t axis = 0; axis < 3; ++axis) offset[axis] *= geometry_.dilations[axis];
    taps_.push_back(offset);
  }
}

void WindowRows::read(const float* x, int64_t row, int64_t first, int64_t count, float* to) const {
  const int64_t image = row / positions_, index = row % positions_;
  const Axes& narrow = geometry_.narrow;
  const Axes position = {index / (narrow[1] * narrow[2]), index / narrow[2] % narrow[1],
                         index % narrow[2]};
  Axes corner;
  for (size_t axis = 0; axis < 3; ++axis) {
    corner[axis] = geometry_.wide_position(axis, position[axis], 0);
  }
  const float* from = x + order_.offset(image, 0);
  if (is_by_channel_) return read_by_channel(from, corner, {first, count}, to);
  read_by_tap(from, corner, {first, count}, to);
}

void WindowRows::read_by_tap(const float* image, const Axes& corner, Run run, float* to) const {
  int64_t tap = run.first / order_.channels, channel = run.first % order_.channels;
  for (int64_t left = run.count; left > 0; ++tap, channel = 0) {
    const int64_t length = std::min(order_.channels - channel, left);
    const int64_t pixel = pixel_of(corner, tap);
    if (pixel == kOutside) {
      std::fill_n(to, length, 0.0f);
    } else {
      read_channels(image + pixel * order_.spatial_stride, channel, length, to);
    }
    to += length;
    left -= length;
  }
}

void WindowRows::read_by_channel(const float* image, const Axes& corner, Run run, float* to) const {
  const int64_t width = geometry_.kernel[2], dilation = geometry_.dilations[2];
  const int64_t taps = product(geometry_.kernel);
  int64_t channel = run.first / taps, tap = run.first % taps / width * width;
  int64_t column = run.first % width;
  for (int64_t left = run.count; left > 0; column = 0) {
    const int64_t length = std::min(width - column, left);
    const int64_t first = corner[2] + column * dilation;
    const int64_t line = line_of(corner, tap);
    const float* from = image + channel * order_.channel_stride + line * geometry_.wide[2];
    for (int64_t i = 0; i < length; ++i) {
      const int64_t at = first + i * dilation;
      const bool is_inside = line != kOutside && at >= 0 && at < geometry_.wide[2];
      to[i] = is_inside ? from[at] : 0.0f;
    }
    to += length;
    left -= length;
    tap += width;
    if (tap == taps) tap = 0, ++channel;
  }
}

int64_t WindowRows::line_of(const Axes& corner, int64_t tap) const {
  const Axes& offset = taps_[static_cast<size_t>(tap)];
  const int64_t depth = corner[0] + offset[0], height = corner[1] + offset[1];
  const bool is_inside =
      depth >= 0 && depth < geometry_.wide[0] && height >= 0 && height < geometry_.wide[1];
  return is_inside ? depth * geometry_.wide[1] + height : kOutside;
}

int64_t WindowRows::pixel_of(const Axes& corner, int64_t tap) const {
  const int64_t line = line_of(corner, tap);
  const int64_t column = corner[2] + taps_[static_cast<size_t>(tap)][2];
  if (line == kOutside || column < 0 || column >= geometry_.wide[2]) return kOutside;
  return line * geometry_.wide[2] + column;
}

void WindowRows::read_channels(const float* x, int64_t channel, int64_t count, float* to) const {
  while (count > 0) {
    const int64_t length = std::min(run_ - channel % run_, count);
    copy_values(x + order_.offset(0, channel), order_.channel_stride, length, to, 1);
    to += length;
    channel += length;
    count -= length;
  }
}

}  // namespace nightjar::kernels
