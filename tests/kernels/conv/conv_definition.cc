// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/kernels/conv/conv_definition.h"

#include "kernels/conv/conv_geometry.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::Dims;

Axes position_of(int64_t index, const Axes& extents) {
  return {index / (extents[1] * extents[2]), index / extents[2] % extents[1], index % extents[2]};
}

/// The wide index that kernel position k reaches from a narrow one, or -1 outside.
int64_t reached(const ConvGeometry& geometry, int64_t narrow, int64_t k) {
  const Axes from = position_of(narrow, geometry.narrow), tap = position_of(k, geometry.kernel);
  int64_t index = 0;
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t wide = geometry.wide_position(axis, from[axis], tap[axis]);
    if (wide < 0 || wide >= geometry.wide[axis]) return -1;
    index = index * geometry.wide[axis] + wide;
  }
  return index;
}

template <typename Contraction>
void finish(const Contraction& problem, const std::vector<tensor::HostTensor>& inputs,
            std::vector<double>& sums) {
  const Dims y = dims_of(problem.y);
  const int64_t positions = tensor::element_count(y) / (y[0] * y[1]);
  std::vector<double> residual;
  if (problem.has_residual()) residual = logical_values(problem.residual, inputs[3]);
  for (size_t i = 0; i < sums.size(); ++i) {
    const int64_t channel = static_cast<int64_t>(i) / positions % y[1];
    if (problem.has_bias()) sums[i] += inputs[2].value_at(channel);
    if (problem.has_residual()) sums[i] += residual[i];
    sums[i] = problem.activation(sums[i]);
  }
}

}  // namespace

std::vector<double> expected_conv(const ConvProblem& conv,
                                  const std::vector<tensor::HostTensor>& inputs) {
  const Dims x = dims_of(conv.x), w = dims_of(conv.w), y = dims_of(conv.y);
  const ConvGeometry geometry = conv_geometry(x, y, w, conv.window);
  const int64_t wide = product(geometry.wide), narrow = product(geometry.narrow);
  const int64_t taps = product(geometry.kernel), outputs_each = w[0] / conv.group;
  const std::vector<double> values = logical_values(conv.x, inputs[0]);
  std::vector<double> sums(static_cast<size_t>(tensor::element_count(y)), 0.0);
  size_t i = 0;
  for (int64_t n = 0; n < y[0]; ++n) {
    for (int64_t o = 0; o < y[1]; ++o) {
      const int64_t first = n * x[1] + o / outputs_each * w[1];
      for (int64_t position = 0; position < narrow; ++position, ++i) {
        for (int64_t k = 0; k < w[1] * taps; ++k) {
          const int64_t index = reached(geometry, position, k % taps);
          if (index < 0) continue;
          sums[i] += values[static_cast<size_t>((first + k / taps) * wide + index)] *
                     inputs[1].value_at(o * w[1] * taps + k);
        }
      }
    }
  }
  finish(conv, inputs, sums);
  return sums;
}

std::vector<double> expected_conv_transpose(const ConvTransposeProblem& conv,
                                            const std::vector<tensor::HostTensor>& inputs) {
  const Dims x = dims_of(conv.x), w = dims_of(conv.w), y = dims_of(conv.y);
  const ConvGeometry geometry = conv_geometry(y, x, w, conv.window);
  const int64_t wide = product(geometry.wide), narrow = product(geometry.narrow);
  const int64_t taps = product(geometry.kernel), inputs_each = x[1] / conv.group;
  const std::vector<double> values = logical_values(conv.x, inputs[0]);
  std::vector<double> sums(static_cast<size_t>(tensor::element_count(y)), 0.0);
  size_t i = 0;
  for (int64_t n = 0; n < x[0]; ++n) {
    for (int64_t c = 0; c < x[1]; ++c) {
      const int64_t first = n * y[1] + c / inputs_each * w[1];
      for (int64_t position = 0; position < narrow; ++position, ++i) {
        for (int64_t k = 0; k < w[1] * taps; ++k) {
          const int64_t index = reached(geometry, position, k % taps);
          if (index < 0) continue;
          sums[static_cast<size_t>((first + k / taps) * wide + index)] +=
              values[i] * inputs[1].value_at(c * w[1] * taps + k);
        }
      }
    }
  }
  finish(conv, inputs, sums);
  return sums;
}

}  // namespace nightjar::kernels::testing
