// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a plain convolution does to a channel's sums before they are stored.
#pragma once

#include <span>

#include "kernels/common/activation.h"
#include "kernels/common/channel_order.h"
#include "kernels/common/convert.h"
#include "kernels/common/spaced_run.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

/// Bias, residual and activation; then to y's type and place. T is float, double or uint64_t.
template <typename T>
class ChannelEpilogue {
 public:
  /// `bias` and `residual` have type kUndefined when absent.
  ChannelEpilogue(const tensor::TensorDesc& bias, const tensor::TensorDesc& residual,
                  const tensor::TensorDesc& y, const Activation& activation)
      : bias_(bias.type),
        residual_(residual.type),
        y_(y.type),
        activation_(activation),
        order_(channel_order(y.layout, dims_of(y))) {}

  /// `sums` and `scratch` hold one value a spatial position; inputs 2 and 3 and output 0 are used.
  void finish(int64_t n, int64_t c, T* sums, T* scratch, const LaunchArguments& arguments) const {
    const int64_t count = order_.spatial, stride = order_.spatial_stride;
    const int64_t offset = order_.offset(n, c);
    if (bias_ != tensor::DataType::kUndefined) {
      T value;
      load_spaced(bias_, at(arguments.inputs[2], c, element_bytes(bias_)), 1, 1, &value);
      for (int64_t i = 0; i < count; ++i) sums[i] += value;
    }
    if (residual_ != tensor::DataType::kUndefined) {
      const void* from = at(arguments.inputs[3], offset, element_bytes(residual_));
      load_spaced(residual_, from, stride, count, scratch);
      for (int64_t i = 0; i < count; ++i) sums[i] += scratch[i];
    }
    if constexpr (std::is_floating_point_v<T>) {
      activate(activation_, std::span<T>(sums, static_cast<size_t>(count)));
    }
    store_spaced(y_, sums, count, at(arguments.outputs[0], offset, element_bytes(y_)), stride);
  }

 private:
  tensor::DataType bias_, residual_, y_;
  Activation activation_;
  ChannelOrder order_;
};

/// Whether a plain convolution of these operands computes, and in what: see open_plain.
bool has_plain_types(std::span<const tensor::TensorDesc> operands, const Activation& activation);

/// Makes Kernel<T>(problem, threads) for the T that y's type is computed in.
template <template <typename> typename Kernel, typename ProblemStruct>
std::unique_ptr<Launchable> open_plain(ProblemStruct problem, int threads) {
  if (tensor::is_integer(problem.y.type)) {
    return std::make_unique<Kernel<uint64_t>>(std::move(problem), threads);
  }
  if (problem.y.type == tensor::DataType::kFloat64) {
    return std::make_unique<Kernel<double>>(std::move(problem), threads);
  }
  return std::make_unique<Kernel<float>>(std::move(problem), threads);
}

}  // namespace nightjar::kernels
