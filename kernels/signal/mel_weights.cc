// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/signal/mel_weights.h"

#include <cmath>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

namespace nightjar::kernels::signal {
namespace {

double to_mel(double hertz) { return 2595 * std::log10(1 + hertz / 700); }
double to_hertz(double mel) { return 700 * (std::pow(10.0, mel / 2595) - 1); }

/// The bins of the spectrum at which triangles begin, peak and end: one more than there are edges.
std::vector<int64_t> corners(const SignalProblem& problem, int64_t bins) {
  const double low = to_mel(problem.low), high = to_mel(problem.high);
  const double step = (high - low) / static_cast<double>(bins + 2);
  std::vector<int64_t> places;
  for (int64_t i = 0; i < bins + 2; ++i) {
    const double hertz = to_hertz(low + static_cast<double>(i) * step);
    const double place = std::floor(static_cast<double>(problem.length + 1) * hertz /
                                    static_cast<double>(problem.sample_rate));
    places.push_back(static_cast<int64_t>(place));
  }
  return places;
}

/// A triangle over the rows of one column.
void draw_triangle(int64_t left, int64_t centre, int64_t right, int64_t bins, double* column) {
  if (left == centre) {
    column[centre * bins] = 1;
  } else {
    for (int64_t row = left; row <= centre; ++row) {
      column[row * bins] = static_cast<double>(row - left) / static_cast<double>(centre - left);
    }
  }
  for (int64_t row = centre; row < right; ++row) {
    column[row * bins] = static_cast<double>(right - row) / static_cast<double>(right - centre);
  }
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_mel_weights(const SignalProblem& problem) {
  const tensor::Dims dims = dims_of(problem.output);
  const int64_t rows = dims[0], bins = dims[1];
  const bool is_finite = std::isfinite(to_mel(problem.low)) && std::isfinite(to_mel(problem.high));
  if (rows != problem.length / 2 + 1 || !is_finite) {
    return invalid_input("signal mel_weights: edges or extents do not fit.");
  }
  const std::vector<int64_t> places = corners(problem, bins);
  std::vector<double> weights(static_cast<size_t>(rows * bins), 0.0);
  for (int64_t bin = 0; bin < bins; ++bin) {
    const auto i = static_cast<size_t>(bin);
    const int64_t left = places[i], centre = places[i + 1], right = places[i + 2];
    if (left < 0 || centre < left || right < centre || centre >= rows || right > rows) {
      return invalid_input("signal mel_weights: the edges leave the spectrum.");
    }
    draw_triangle(left, centre, right, bins, weights.data() + bin);
  }
  const auto store = store_function<double>(problem.output.type);
  return make_launchable(
      [weights = std::move(weights), store](const LaunchArguments& arguments) -> Status {
        store(weights.data(), static_cast<int64_t>(weights.size()), arguments.outputs[0]);
        return {};
      });
}

}  // namespace nightjar::kernels::signal
