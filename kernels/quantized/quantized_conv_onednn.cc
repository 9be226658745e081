// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_conv.onednn.v1: oneDNN's convolutions of bytes, constant weights packed at build. A
// configuration is the name of one of its implementations, as in conv.onednn.
#include <memory>
#include <numeric>

#include "kernels/common/threads.h"
#include "kernels/onednn/contraction.h"
#include "kernels/onednn/contraction_tactic.h"
#include "kernels/quantized/onednn_epilogue.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/tactics.h"

namespace nightjar::kernels {
namespace {

using onednn::MemoryDesc;
using Forward = dnnl::convolution_forward;

/// [O, C/g, k...] as it is given, in oneDNN's axes.
MemoryDesc plain_weights(const QuantizedConvProblem& conv) {
  tensor::Dims dims = dims_of(conv.w);
  if (conv.group > 1) {
    dims[0] /= conv.group;
    dims.insert(dims.begin(), conv.group);
  }
  return onednn::row_major(dims, dnnl::memory::data_type::s8);
}

onednn::EpilogueTypes types_of(const QuantizedConvProblem& conv) {
  return {conv.residual.type, conv.y.type};
}

std::optional<MemoryDesc> residual_of(const QuantizedConvProblem& conv) {
  return conv.has_residual() ? std::optional(onednn::desc_of(conv.residual)) : std::nullopt;
}

/// Without pads a zero point of x shifts every sum of a channel alike, which the bias takes off.
bool shifts_by_bias(const QuantizedConvProblem& conv) { return !conv.has_pads(); }

/// Those before VNNI add pairs of products in 16 bits, which saturate; the one by matrix product
/// adds a channels-last residual at wrong places.
bool is_wrong(const QuantizedConvProblem& conv, const dnnl::primitive_desc_base& implementation) {
  const std::string_view name = implementation.impl_info_str();
  const bool saturates = name.find("jit_uni_int8") != name.npos;
  return saturates ||
         !onednn::can_pack(plain_weights(conv), implementation.query_md(dnnl::query::weights_md)) ||
         (name.find("gemm") != name.npos && conv.has_residual());
}

onednn::Implementations implementations(const QuantizedConvProblem& conv,
                                        const std::vector<float>& scales) {
  auto attributes =
      onednn::quantized_attributes(conv.requantization, types_of(conv), residual_of(conv), scales);
  const int64_t x_zero = conv.requantization.x_zero;
  if (x_zero != 0 && !shifts_by_bias(conv)) {
    attributes.set_zero_points(DNNL_ARG_SRC, 0, {static_cast<int32_t>(x_zero)});
  }
  const onednn::WindowDims window = onednn::window_of(conv);
  const MemoryDesc bias = onednn::row_major({dims_of(conv.w)[0]}, dnnl::memory::data_type::f32);
  const Forward::desc desc(dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
                           onednn::desc_of(conv.x), onednn::any_order(plain_weights(conv)), bias,
                           onednn::desc_of(conv.y), window.strides, window.dilations,
                           window.pads_begin, window.pads_end);
  auto found =
      onednn::implementations_from(Forward::primitive_desc(desc, attributes, onednn::cpu_engine()));
  std::erase_if(found, [&](const auto& implementation) { return is_wrong(conv, implementation); });
  return found;
}

/// Implementations do not depend on the values of the scales.
onednn::Implementations nominal_implementations(const QuantizedConvProblem& conv) {
  return implementations(conv, std::vector<float>(static_cast<size_t>(dims_of(conv.w)[0]), 0.5f));
}

std::vector<double> weight_sums(const tensor::HostTensor& weights) {
  const auto channels = static_cast<size_t>(weights.dims()[0]);
  const auto values = weights.as<int8_t>();
  std::vector<double> sums(channels, 0.0);
  const size_t each = channels == 0 ? 0 : values.size() / channels;
  for (size_t i = 0; i < values.size(); ++i) sums[i / each] += values[i];
  return sums;
}

class OnednnQuantizedConvTactic final : public onednn::ContractionTactic<QuantizedConvProblem> {
 public:
  OnednnQuantizedConvTactic() : ContractionTactic("quantized_conv") {}

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto conv = nominal(problem);
    if (!conv.ok() || !onednn::has_post_operations(conv->requantization, types_of(*conv)))
      return {};
    const ThreadScope threads(info.cores);
    const auto names = onednn::guarded(
        std::string(name()), [&] { return onednn::names_of(nominal_implementations(*conv)); });
    return names.ok() ? *names : std::vector<std::string>{};
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const QuantizedConvProblem conv, nominal(problem));
    NIGHTJAR_ASSIGN(auto packed, packed_operands(name(), problem, constants));
    const ThreadScope threads(device.info().cores);
    return onednn::guarded(std::string(name()), [&] {
      const std::span<const float> bias =
          conv.has_bias() ? constants[kBias].as<float>() : std::span<const float>();
      const auto numbers = onednn::sums_to_output(
          conv.requantization, types_of(conv), constants[kScale].as<float>(), bias,
          shifts_by_bias(conv) ? weight_sums(constants[kQuantizedW]) : std::vector<double>{});
      const auto found = nominal_implementations(conv);
      const MemoryDesc wanted = onednn::choose(found, config).query_md(dnnl::query::weights_md);
      const auto weights =
          onednn::pack_weights(plain_weights(conv), constants[kQuantizedW].bytes(), wanted);
      return Prepared{onednn::pack_quantized(numbers, weights), std::move(packed)};
    });
  }

 private:
  Result<std::unique_ptr<Launchable>> open_bound(const QuantizedConvProblem& conv,
                                                 const std::string& config,
                                                 std::span<const std::byte> blob,
                                                 int threads) const override {
    NIGHTJAR_ASSIGN(const auto packed,
                    onednn::read_quantized(blob, dims_of(conv.w)[0], plain_weights(conv)));
    return onednn::guarded(std::string(name()), [&] {
      const auto found = implementations(conv, packed.output_scales);
      return onednn::quantized_launch(
          {onednn::choose(found, config), packed, residual_of(conv), threads});
    });
  }
};

}  // namespace

const Tactic* quantized_conv_onednn_tactic() {
  static const OnednnQuantizedConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
