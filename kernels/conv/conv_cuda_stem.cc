// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.stem.v1: the first layer, whose images have up to four channels, on tensor cores.
#include <cstring>

#include "kernels/conv/conv_cuda.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

using cuda::Stem;

constexpr std::string_view kName = "conv.own.stem.v1";
constexpr int64_t kMostOutputs = 256, kMostKernelHeight = 16, kMostStride = 4;

/// Elements of one filter as the kernel wants it.
int64_t filter_pitch(const cuda::Image& image) {
  return int64_t{image.kernel_height} * Stem::steps_in_row(image) * 16;
}

/// [o][c][r][s] → [o][r][s][Stem::kChannels], zeros behind the last of c and s.
std::vector<std::byte> pack(const tensor::HostTensor& w, const cuda::Contraction& contraction) {
  const cuda::Image& image = contraction.image;
  constexpr size_t kBytes = 2;
  const int64_t pitch = filter_pitch(image), row = Stem::steps_in_row(image) * 16;
  std::vector<std::byte> packed(static_cast<size_t>(contraction.n * pitch) * kBytes);
  int64_t from = 0;
  for (int64_t o = 0; o < contraction.n; ++o) {
    for (int64_t c = 0; c < image.channels; ++c) {
      for (int64_t r = 0; r < image.kernel_height; ++r) {
        for (int64_t s = 0; s < image.kernel_width; ++s, ++from) {
          const int64_t to = o * pitch + r * row + s * Stem::kChannels + c;
          std::memcpy(packed.data() + static_cast<size_t>(to) * kBytes,
                      w.bytes() + static_cast<size_t>(from) * kBytes, kBytes);
        }
      }
    }
  }
  return packed;
}

class StemLaunch final : public Launchable {
 public:
  StemLaunch(const cuda::Contraction& contraction, cuda::Element element, int cores,
             device::Buffer filters)
      : contraction_(contraction), element_(element), cores_(cores), filters_(std::move(filters)) {}

  Status launch(const LaunchArguments& arguments) override {
    if (contraction_.m == 0) return {};
    contraction_.a = arguments.inputs[0];
    contraction_.b = filters_.data();
    contraction_.y = arguments.outputs[0];
    contraction_.epilogue.bias = arguments.inputs[2];
    contraction_.epilogue.residual = arguments.inputs[3];
    const int code = cuda::launch_stem(contraction_, element_, cores_, arguments.stream->native());
    return cuda::launched(code, kName);
  }

 private:
  cuda::Contraction contraction_;
  cuda::Element element_;
  int cores_;
  device::Buffer filters_;
};

class StemConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    if (constants.size() < 2 || !constants[1].defined()) {
      return unsupported(std::string(kName) + " wants constant weights.");
    }
    cuda::Contraction shape;
    const tensor::Dims w = dims_of(conv.w);
    shape.n = static_cast<int32_t>(w[0]);
    shape.image.channels = static_cast<int32_t>(w[1]);
    shape.image.kernel_height = static_cast<int32_t>(w[2]);
    shape.image.kernel_width = static_cast<int32_t>(w[3]);
    return Prepared{pack(constants[1], shape), {1}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    cuda::Contraction contraction = contraction_of(conv);
    contraction.known_b = true;
    contraction.b_row_stride = filter_pitch(contraction.image);
    if (blob.size() != static_cast<size_t>(contraction.n * contraction.b_row_stride) * 2) {
      return invalid_input("packed weights have another size.");
    }
    NIGHTJAR_ASSIGN(device::Buffer filters, cuda::upload(blob, device));
    return std::unique_ptr<Launchable>(std::make_unique<StemLaunch>(
        contraction, *cuda::element_of(conv.x.type), device.info().cores, std::move(filters)));
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    if (!conv.ok() || !is_cuda_conv(*conv) || conv->x.shape.size() != 4 || conv->group != 1 ||
        conv->x.type == tensor::DataType::kFloat32 ||
        conv->y.layout != tensor::Layout::kChannelsLast) {
      return false;
    }
    const tensor::Dims w = dims_of(conv->w);
    const Window& window = conv->window;
    return w[0] <= kMostOutputs && w[1] <= Stem::kChannels && w[2] <= kMostKernelHeight &&
           w[3] <= Stem::kMostKernelWidth && window.strides[0] <= kMostStride &&
           window.strides[1] <= kMostStride && window.dilations[0] == 1 && window.dilations[1] == 1;
  }
};

}  // namespace

const Tactic* conv_stem_cuda_tactic() {
  static const StemConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
