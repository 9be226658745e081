// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/conv_cuda.h"

#include <cstring>

#include "kernels/common/convert.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;
using tensor::Layout;

/// Strides of [N, C, H, W] under a layout without blocks.
struct ImageStrides {
  int64_t batch, channel, row, column;
};

ImageStrides strides_of(Layout layout, int64_t channels, int64_t height, int64_t width) {
  const int64_t size = channels * height * width;
  if (layout == Layout::kChannelsLast) return {size, 1, width * channels, channels};
  return {size, height * width, width, 1};
}

bool is_simple(const tensor::TensorDesc& desc) { return desc.layout != Layout::kChannelsBlocked16; }

/// Height and width of a tensor with one or two spatial axes.
std::pair<int64_t, int64_t> plane_of(const Dims& dims) {
  return dims.size() == 3 ? std::pair<int64_t, int64_t>(1, dims[2])
                          : std::pair<int64_t, int64_t>(dims[2], dims[3]);
}

void set_window(const Window& window, cuda::Image& image) {
  const size_t last = window.strides.size() - 1;
  image.stride_w = static_cast<int32_t>(window.strides[last]);
  image.pad_w = static_cast<int32_t>(window.pads_begin[last]);
  image.dilation_w = static_cast<int32_t>(window.dilations[last]);
  if (last == 0) return;
  image.stride_h = static_cast<int32_t>(window.strides[0]);
  image.pad_h = static_cast<int32_t>(window.pads_begin[0]);
  image.dilation_h = static_cast<int32_t>(window.dilations[0]);
}

cuda::Image image_of(const ConvProblem& bound) {
  const Dims x = dims_of(bound.x), w = dims_of(bound.w), y = dims_of(bound.y);
  const auto [height, width] = plane_of(x);
  const auto [out_height, out_width] = plane_of(y);
  const auto [kernel_height, kernel_width] = plane_of(w);
  const ImageStrides strides = strides_of(bound.x.layout, x[1], height, width);
  cuda::Image image;
  image.height = static_cast<int32_t>(height);
  image.width = static_cast<int32_t>(width);
  image.channels = static_cast<int32_t>(w[1]);
  image.out_height = static_cast<int32_t>(out_height);
  image.out_width = static_cast<int32_t>(out_width);
  image.kernel_height = static_cast<int32_t>(kernel_height);
  image.kernel_width = static_cast<int32_t>(kernel_width);
  image.batch_stride = strides.batch;
  image.channel_stride = strides.channel;
  image.height_stride = static_cast<int32_t>(strides.row);
  image.width_stride = static_cast<int32_t>(strides.column);
  set_window(bound.window, image);
  return image;
}

}  // namespace

bool is_cuda_conv(const ConvProblem& conv) {
  const bool is_wide = conv.y.type == tensor::DataType::kFloat32 && conv.x.type != conv.y.type;
  const bool same_types =
      conv.x.type == conv.w.type && (is_wide || conv.x.type == conv.y.type) &&
      (!conv.has_residual() || (conv.residual.type == conv.y.type && !is_wide)) &&
      (!conv.has_bias() || cuda::element_of(conv.bias.type).has_value());
  return same_types && cuda::element_of(conv.x.type).has_value() && is_simple(conv.x) &&
         is_simple(conv.y) && tensor::constant_dims(conv.w.shape).has_value();
}

cuda::WeightPacking packing_of(const ConvProblem& conv) {
  const Dims w = dims_of(conv.w);
  cuda::WeightPacking packing;
  packing.outputs = static_cast<int>(w[0]);
  packing.channels = static_cast<int>(w[1]);
  packing.taps = static_cast<int>(tensor::element_count(Dims(w.begin() + 2, w.end())));
  packing.pitch = (packing.channels * packing.taps + 7) / 8 * 8;
  return packing;
}

cuda::Contraction contraction_of(const ConvProblem& bound) {
  const Dims y = dims_of(bound.y);
  const auto [out_height, out_width] = plane_of(y);
  const ImageStrides strides = strides_of(bound.y.layout, y[1], out_height, out_width);
  const cuda::WeightPacking packing = packing_of(bound);
  cuda::Contraction problem;
  problem.image = image_of(bound);
  problem.rows_each = static_cast<int32_t>(out_height * out_width);
  problem.m = static_cast<int32_t>(y[0] * out_height * out_width);
  problem.n = static_cast<int32_t>(y[1] / bound.group);
  problem.k = packing.pitch;
  problem.batch = static_cast<int32_t>(bound.group);
  problem.b_row_stride = packing.pitch;
  problem.y_image = strides.batch;
  problem.y_row = strides.column;
  problem.y_column = strides.channel;
  problem.wide_y = bound.y.type == tensor::DataType::kFloat32;
  problem.batch_strides.inner_count = problem.batch;
  problem.batch_strides.a_inner = problem.image.channels * problem.image.channel_stride;
  problem.batch_strides.b_inner = int64_t{problem.n} * packing.pitch;
  problem.batch_strides.y_inner = problem.n * strides.channel;
  problem.bias_batch_stride = problem.n;
  problem.epilogue = epilogue_of(bound.activation, 1, bound.bias);
  return problem;
}

void set_pointers(cuda::Contraction& contraction, const CudaConvLaunch::Operands& operands) {
  contraction.a = operands.x;
  contraction.b = operands.w;
  contraction.known_b = operands.known_w;
  contraction.y = operands.y;
  contraction.epilogue.bias = operands.bias;
  contraction.epilogue.residual = operands.residual;
}

Result<Prepared> prepare_conv_weights(const cuda::WeightPacking& packing,
                                      std::span<const tensor::HostTensor> constants) {
  if (constants.size() < 2 || !constants[1].defined()) return Prepared{};
  const tensor::HostTensor& w = constants[1];
  const auto bytes = static_cast<size_t>(element_bytes(w.type()));
  Prepared prepared{{}, {1}};
  prepared.blob.resize(static_cast<size_t>(packing.outputs) * packing.pitch * bytes);
  for (int o = 0; o < packing.outputs; ++o) {
    for (int c = 0; c < packing.channels; ++c) {
      for (int tap = 0; tap < packing.taps; ++tap) {
        const int64_t from = (int64_t{o} * packing.channels + c) * packing.taps + tap;
        const int64_t to = int64_t{o} * packing.pitch + int64_t{tap} * packing.channels + c;
        std::memcpy(prepared.blob.data() + static_cast<size_t>(to) * bytes,
                    w.bytes() + static_cast<size_t>(from) * bytes, bytes);
      }
    }
  }
  return prepared;
}

Result<std::unique_ptr<Launchable>> CudaConvLaunch::open(const cuda::WeightPacking& packing,
                                                         tensor::DataType type,
                                                         std::span<const std::byte> blob,
                                                         device::Device& device, Run run) {
  auto opened = std::make_unique<CudaConvLaunch>();
  opened->packing_ = packing;
  opened->element_bytes_ = static_cast<size_t>(element_bytes(type));
  opened->run_ = std::move(run);
  if (!blob.empty()) {
    const size_t wanted =
        static_cast<size_t>(packing.outputs) * packing.pitch * opened->element_bytes_;
    if (blob.size() != wanted) return invalid_input("packed weights have another size.");
    NIGHTJAR_ASSIGN(opened->weights_, cuda::upload(blob, device));
  }
  return std::unique_ptr<Launchable>(std::move(opened));
}

size_t CudaConvLaunch::workspace_bytes() const {
  if (weights_.data() != nullptr) return 0;
  return static_cast<size_t>(packing_.outputs) * packing_.pitch * element_bytes_;
}

Status CudaConvLaunch::launch(const LaunchArguments& arguments) {
  const auto input = [&](size_t i) {
    return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
  };
  void* stream = arguments.stream->native();
  const void* weights = weights_.data();
  if (weights == nullptr) {
    const int code = cuda::launch_pack_weights(input(1), arguments.workspace,
                                               static_cast<int>(element_bytes_), packing_, stream);
    NIGHTJAR_TRY(cuda::launched(code, "the packing of weights"));
    weights = arguments.workspace;
  }
  return run_(
      {input(0), weights, input(2), input(3), arguments.outputs[0], weights == weights_.data()},
      stream);
}

}  // namespace nightjar::kernels
