// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.unfolded.v1: patches of few channels that do not overlap are written down, then
// multiplied by the warpgroups of sm_90a.
#include "kernels/common/nominal.h"
#include "kernels/conv/conv_cuda.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/hopper/wgmma_launch.h"

namespace nightjar::kernels {
namespace {

using cuda::hopper::WgmmaConfig;
using cuda::hopper::WgmmaProduct;

constexpr std::string_view kName = "conv.own.unfolded.v1";
constexpr size_t kElementBytes = 2;

/// The product of patches that lie as a matrix.
cuda::Contraction product_of(const cuda::Contraction& conv) {
  cuda::Contraction product = conv;
  product.image = {};
  product.image.channels = conv.k;
  product.image.batch_stride = conv.k;
  return product;
}

class UnfoldedLaunch final : public Launchable {
 public:
  UnfoldedLaunch(const cuda::Contraction& conv, WgmmaProduct product, device::Buffer weights)
      : conv_(conv),
        product_problem_(product_of(conv)),
        product_(product),
        weights_(std::move(weights)) {}

  size_t workspace_bytes() const override {
    return static_cast<size_t>(conv_.m) * static_cast<size_t>(conv_.k) * kElementBytes;
  }
  Status launch(const LaunchArguments& arguments) override {
    if (conv_.m == 0) return {};
    void* stream = arguments.stream->native();
    conv_.a = arguments.inputs[0];
    NIGHTJAR_TRY(
        cuda::launched(cuda::launch_unfold(conv_, arguments.workspace, stream), "the unfolding"));
    product_problem_.a = arguments.workspace;
    product_problem_.b = weights_.data();
    product_problem_.known_b = true;
    product_problem_.y = arguments.outputs[0];
    product_problem_.epilogue.bias = arguments.inputs[2];
    product_problem_.epilogue.residual = arguments.inputs[3];
    return cuda::launched(product_.launch(product_problem_, stream), kName);
  }

 private:
  cuda::Contraction conv_, product_problem_;
  WgmmaProduct product_;
  device::Buffer weights_;
};

class UnfoldedConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    const auto conv = bound.ok() ? ConvProblem::from_problem(*bound) : bound.error();
    if (!conv.ok()) return {};
    std::vector<std::string> texts;
    const cuda::Contraction product = product_of(contraction_of(*conv));
    for (const auto& config : cuda::hopper::wgmma_configs(product, info.cores)) {
      texts.push_back(config.to_string());
    }
    return texts;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    if (constants.size() < 2 || !constants[1].defined()) {
      return unsupported(std::string(kName) + " wants constant weights.");
    }
    return prepare_conv_weights(packing_of(conv), constants);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    const auto cut = WgmmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    const cuda::Contraction contraction = contraction_of(conv);
    if (blob.size() != static_cast<size_t>(contraction.n) * contraction.k * kElementBytes) {
      return invalid_input("packed weights have another size.");
    }
    NIGHTJAR_ASSIGN(device::Buffer weights, cuda::upload(blob, device));
    WgmmaProduct product(product_of(contraction), *cuda::element_of(conv.x.type), *cut);
    return std::unique_ptr<Launchable>(
        std::make_unique<UnfoldedLaunch>(contraction, product, std::move(weights)));
  }

 protected:
  bool runs_on(const device::DeviceInfo& info) const override {
    return cuda::hopper::has_wgmma() && info.isa == "sm_90";
  }
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    if (!conv.ok() || !is_cuda_conv(*conv) || conv->x.shape.size() != 4 || conv->group != 1 ||
        conv->x.type == tensor::DataType::kFloat32 ||
        conv->y.layout != tensor::Layout::kChannelsLast) {
      return false;
    }
    const tensor::Dims w = dims_of(conv->w);
    const auto& strides = conv->window.strides;
    return w[1] % 8 != 0 && strides[0] >= w[2] && strides[1] >= w[3];
  }
};

}  // namespace

const Tactic* conv_unfolded_cuda_tactic() {
  static const UnfoldedConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
