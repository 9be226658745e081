// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/resize/taps.h"

#include <algorithm>
#include <cmath>

namespace nightjar::kernels::resize {
namespace {

/// One axis of a bound problem.
struct AxisGeometry {
  double from = 1, to = 1, scale = 1, start = 0, end = 1;
  double length = 1;  ///< What `to` was before it was made whole.
  CoordinateMode mode = CoordinateMode::kHalfPixel;

  AxisGeometry(const ResizeProblem& problem, size_t axis)
      : from(static_cast<double>(dims_of(problem.x)[axis])),
        to(static_cast<double>(dims_of(problem.y)[axis])),
        mode(problem.coordinates) {
    scale = problem.scales.empty() ? to / from : problem.scales[axis];
    length = problem.scales.empty() ? to : scale * from;
    if (!problem.roi.empty()) {
      start = problem.roi[axis];
      end = problem.roi[axis + problem.roi.size() / 2];
    }
  }

  /// Nothing moves on this axis.
  bool is_identity() const {
    const bool is_cropped = mode == CoordinateMode::kTfCropAndResize && (start != 0 || end != 1);
    return from == to && scale == 1 && !is_cropped;
  }

  /// The position in the input that output position `x` stands for.
  double source(double x) const {
    switch (mode) {
      case CoordinateMode::kHalfPixel:
        return (x + 0.5) / scale - 0.5;
      case CoordinateMode::kHalfPixelSymmetric: {
        const double adjustment = to / (scale * from);
        return from / 2 * (1 - adjustment) + (x + 0.5) / scale - 0.5;
      }
      case CoordinateMode::kPytorchHalfPixel:
        return to > 1 ? (x + 0.5) / scale - 0.5 : 0;
      case CoordinateMode::kAlignCorners:
        // By scales the corners of an extent that is not whole are aligned.
        return length != 1 ? x * (from - 1) / (length - 1) : 0;
      case CoordinateMode::kAsymmetric:
        return x / scale;
      case CoordinateMode::kTfHalfPixelForNn:
        return (x + 0.5) / scale;
      case CoordinateMode::kTfCropAndResize:
        return to > 1 ? start * (from - 1) + x * (end - start) * (from - 1) / (to - 1)
                      : 0.5 * (start + end) * (from - 1);
    }
    return x;
  }

  bool is_outside(double position) const {
    return mode == CoordinateMode::kTfCropAndResize && (position < 0 || position > from - 1);
  }
};

/// What a neighbour `distance` away weighs.
double weight_at(const ResizeProblem& problem, double distance) {
  const double d = std::fabs(distance), a = problem.cubic_coefficient;
  if (problem.mode == ResizeMode::kLinear) return std::max(1 - d, 0.0);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0.0;
}

/// The filter of one axis: it reaches `radius` to both sides and is `stretch` times as narrow as
/// the interpolation it comes from.
struct Filter {
  double stretch = 1, radius = 1;
  int64_t width = 2;

  Filter(const ResizeProblem& problem, double scale) {
    if (problem.antialias && scale < 1) stretch = scale;
    radius = (problem.mode == ResizeMode::kCubic ? 2 : 1) / stretch;
    width = 2 * static_cast<int64_t>(std::ceil(radius));
  }
};

int64_t round_to_index(double position, NearestMode mode) {
  switch (mode) {
    case NearestMode::kRoundPreferFloor:
      return static_cast<int64_t>(std::ceil(position - 0.5));
    case NearestMode::kRoundPreferCeil:
      return static_cast<int64_t>(std::floor(position + 0.5));
    case NearestMode::kFloor:
      return static_cast<int64_t>(std::floor(position));
    case NearestMode::kCeil:
      return static_cast<int64_t>(std::ceil(position));
  }
  return 0;
}

/// Indices around `position` and their weights, those outside clamped or left out.
void add_taps(const ResizeProblem& problem, const Filter& filter, double position, int64_t extent,
              AxisTaps& taps) {
  const int64_t first = static_cast<int64_t>(std::floor(position)) - filter.width / 2 + 1;
  std::vector<double> weights;
  double sum = 0;
  for (int64_t k = 0; k < filter.width; ++k) {
    const bool is_outside = first + k < 0 || first + k >= extent;
    const double distance = (static_cast<double>(first + k) - position) * filter.stretch;
    weights.push_back(problem.exclude_outside && is_outside ? 0 : weight_at(problem, distance));
    sum += weights.back();
  }
  const bool is_normalised = (problem.exclude_outside || filter.stretch != 1) && sum != 0;
  for (int64_t k = 0; k < filter.width; ++k) {
    taps.indices.push_back(std::clamp<int64_t>(first + k, 0, extent - 1));
    const double weight = weights[static_cast<size_t>(k)];
    taps.weights.push_back(static_cast<float>(is_normalised ? weight / sum : weight));
  }
}

}  // namespace

bool AxisTaps::is_identity(int64_t extent) const {
  return width == 1 && indices == movement::identity_map(extent);
}

AxisTaps make_taps(const ResizeProblem& problem, size_t axis) {
  const AxisGeometry geometry(problem, axis);
  AxisTaps taps;
  const auto count = static_cast<int64_t>(geometry.to);
  if (geometry.is_identity()) {
    taps.indices = movement::identity_map(count);
    taps.weights.assign(static_cast<size_t>(count), 1.0f);
    taps.is_outside.assign(static_cast<size_t>(count), false);
    return taps;
  }
  const Filter filter(problem, geometry.scale);
  taps.width = filter.width;
  for (int64_t i = 0; i < count; ++i) {
    const double position = geometry.source(static_cast<double>(i));
    taps.is_outside.push_back(geometry.is_outside(position));
    add_taps(problem, filter, position, static_cast<int64_t>(geometry.from), taps);
  }
  return taps;
}

movement::AxisMap nearest_map(const ResizeProblem& problem, size_t axis) {
  const AxisGeometry geometry(problem, axis);
  const auto count = static_cast<int64_t>(geometry.to);
  if (geometry.is_identity()) return movement::identity_map(count);
  movement::AxisMap map;
  for (int64_t i = 0; i < count; ++i) {
    const double position = geometry.source(static_cast<double>(i));
    const int64_t index = round_to_index(position, problem.nearest);
    const int64_t inside = std::clamp<int64_t>(index, 0, static_cast<int64_t>(geometry.from) - 1);
    map.push_back(geometry.is_outside(position) ? movement::kFill : inside);
  }
  return map;
}

}  // namespace nightjar::kernels::resize
