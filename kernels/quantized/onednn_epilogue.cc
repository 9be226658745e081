// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/onednn_epilogue.h"

#include <cstring>
#include <memory>

#include "base/bytes.h"
#include "kernels/onednn/choice.h"

namespace nightjar::kernels::onednn {
namespace {

using dnnl::algorithm;
using tensor::DataType;

constexpr uint32_t kMagic = 0x31514a4e;  // "NJQ1"
constexpr size_t kAlignment = 64;

/// f(k x) = k f(x) for k > 0: may be computed in the unit of y.
bool is_homogeneous(const Activation& activation) {
  return activation.kind == ActivationKind::kNone || activation.kind == ActivationKind::kRelu ||
         activation.kind == ActivationKind::kLeakyRelu || activation.kind == ActivationKind::kClip;
}

/// The real number that 1 stands for behind the output scales.
double unit_of(const Requantization& epilogue, const EpilogueTypes& types) {
  if (is_byte(types.residual)) return epilogue.residual_scale;
  if (types.residual != DataType::kUndefined || !is_byte(types.y)) return 1;
  return is_homogeneous(epilogue.activation) ? epilogue.y_scale : 1;
}

/// Saturation to bytes does what the activation would.
bool is_implied(const Requantization& epilogue, const EpilogueTypes& types) {
  if (types.y != DataType::kUInt8 || epilogue.y_zero != 0) return false;
  const Activation& activation = epilogue.activation;
  if (activation.kind == ActivationKind::kRelu) return true;
  return activation.kind == ActivationKind::kClip && activation.alpha == 0 &&
         activation.beta >= 255 * epilogue.y_scale;
}

/// The activation on numbers of which 1 stands for `unit`, its result times `factor`, and where
/// there is none, plus `shift`.
void append_scaled(const Activation& activation, double unit, double factor, double shift,
                   dnnl::post_ops& ops) {
  const auto scale = static_cast<float>(factor);
  const auto alpha = static_cast<float>(activation.alpha);
  const auto beta = static_cast<float>(activation.beta);
  switch (activation.kind) {
    case ActivationKind::kNone:
      if (factor != 1 || shift != 0) {
        ops.append_eltwise(1, algorithm::eltwise_linear, scale, static_cast<float>(shift));
      }
      return;
    case ActivationKind::kRelu:
      return ops.append_eltwise(scale, algorithm::eltwise_relu, 0, 0);
    case ActivationKind::kLeakyRelu:
      return ops.append_eltwise(scale, algorithm::eltwise_relu, alpha, 0);
    case ActivationKind::kClip:
      return ops.append_eltwise(scale, algorithm::eltwise_clip,
                                static_cast<float>(activation.alpha / unit),
                                static_cast<float>(activation.beta / unit));
    case ActivationKind::kSigmoid:
      return ops.append_eltwise(scale, algorithm::eltwise_logistic, 0, 0);
    case ActivationKind::kTanh:
      return ops.append_eltwise(scale, algorithm::eltwise_tanh, 0, 0);
    case ActivationKind::kHardSwish:
      return ops.append_eltwise(scale, algorithm::eltwise_hardswish, 0, 0);
    case ActivationKind::kHardSigmoid:
      ops.append_eltwise(1, algorithm::eltwise_linear, alpha, beta);
      return ops.append_eltwise(scale, algorithm::eltwise_clip, 0, 1);
    case ActivationKind::kSilu:
      return ops.append_eltwise(scale, algorithm::eltwise_swish, 1, 0);
    case ActivationKind::kGelu:
      return ops.append_eltwise(scale, algorithm::eltwise_gelu_erf, 0, 0);
    case ActivationKind::kGeluTanh:
      return ops.append_eltwise(scale, algorithm::eltwise_gelu_tanh, 0, 0);
    case ActivationKind::kElu:
      return ops.append_eltwise(scale, algorithm::eltwise_elu, alpha, 0);
  }
}

std::span<const std::byte> bytes_of(const std::vector<float>& values) {
  return std::as_bytes(std::span(values));
}

Result<std::vector<float>> read_floats(ByteReader& in, int64_t count) {
  NIGHTJAR_ASSIGN(const auto bytes, in.get_bytes(static_cast<size_t>(count) * sizeof(float)));
  std::vector<float> values(static_cast<size_t>(count));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

}  // namespace

SumsToOutput sums_to_output(const Requantization& epilogue, const EpilogueTypes& types,
                            std::span<const float> scale, std::span<const float> bias,
                            std::span<const double> weight_sums) {
  const double unit = unit_of(epilogue, types);
  // A residual stands there with its zero point, which one number a channel takes off again.
  const double residual_offset =
      is_byte(types.residual) ? static_cast<double>(epilogue.residual_zero) * unit : 0;
  SumsToOutput numbers;
  for (size_t c = 0; c < scale.size(); ++c) {
    const double real_bias = (bias.empty() ? 0.0 : bias[c]) - residual_offset;
    const double shift =
        weight_sums.empty() ? 0 : static_cast<double>(epilogue.x_zero) * weight_sums[c];
    numbers.output_scales.push_back(static_cast<float>(scale[c] / unit));
    numbers.bias.push_back(static_cast<float>(real_bias / scale[c] - shift));
  }
  return numbers;
}

void append_requantization(const Requantization& epilogue, const EpilogueTypes& types,
                           const std::optional<MemoryDesc>& residual, dnnl::post_ops& ops) {
  double unit = unit_of(epilogue, types);
  if (residual) ops.append_binary(algorithm::binary_add, *residual);
  if (!is_homogeneous(epilogue.activation) && unit != 1) {
    ops.append_eltwise(1, algorithm::eltwise_linear, static_cast<float>(unit), 0);
    unit = 1;
  }
  const Activation activation = is_implied(epilogue, types) ? Activation{} : epilogue.activation;
  const double factor = unit / (is_byte(types.y) ? epilogue.y_scale : 1);
  const double zero = is_byte(types.y) ? static_cast<double>(epilogue.y_zero) : 0;
  append_scaled(activation, unit, factor, zero, ops);
  if (zero != 0 && activation.kind != ActivationKind::kNone) {
    ops.append_eltwise(1, algorithm::eltwise_linear, 1, static_cast<float>(zero));
  }
}

bool has_post_operations(const Requantization& epilogue, const EpilogueTypes& types) {
  constexpr auto kHalf = tensor::DataType::kFloat16;
  if (types.y == kHalf || types.residual == kHalf) return false;
  const ActivationKind kind = epilogue.activation.kind;
  int linear = is_byte(types.y) && epilogue.y_zero != 0 ? 1 : 0;
  if (kind == ActivationKind::kHardSigmoid) ++linear;
  if (!is_homogeneous(epilogue.activation) && unit_of(epilogue, types) != 1) ++linear;
  return linear < 2;
}

std::vector<std::byte> pack_quantized(const SumsToOutput& numbers,
                                      const std::vector<std::byte>& weights) {
  ByteWriter out;
  out.put(kMagic);
  out.put(static_cast<uint32_t>(numbers.bias.size()));
  out.put_bytes(bytes_of(numbers.output_scales));
  out.put_bytes(bytes_of(numbers.bias));
  out.pad_to(kAlignment);
  out.put_bytes(weights);
  return out.take();
}

Result<PackedQuantized> read_quantized(std::span<const std::byte> blob, int64_t channels,
                                       const MemoryDesc& plain) {
  ByteReader in(blob);
  NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint32_t count, in.get<uint32_t>());
  if (magic != kMagic || count != channels) {
    return invalid_input("packed weights do not fit their kernel; build the plan again.");
  }
  PackedQuantized packed;
  NIGHTJAR_ASSIGN(packed.output_scales, read_floats(in, channels));
  NIGHTJAR_ASSIGN(packed.bias, read_floats(in, channels));
  NIGHTJAR_TRY(in.skip_to(kAlignment));
  NIGHTJAR_ASSIGN(const auto weights, in.get_bytes(in.remaining()));
  NIGHTJAR_ASSIGN(packed.weights, read_weights(weights, plain));
  return packed;
}

dnnl::primitive_attr quantized_attributes(const Requantization& epilogue,
                                          const EpilogueTypes& types,
                                          const std::optional<MemoryDesc>& residual,
                                          const std::vector<float>& output_scales) {
  constexpr int kPerChannel = 1 << 1;
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  attributes.set_output_scales(kPerChannel, output_scales);
  dnnl::post_ops ops;
  append_requantization(epilogue, types, residual, ops);
  attributes.set_post_ops(ops);
  return attributes;
}

std::unique_ptr<Launchable> quantized_launch(const QuantizedLaunch& parts) {
  auto launch = std::make_unique<PrimitiveLaunch>(parts.threads);
  const auto& chosen = parts.chosen;
  const std::vector<float>& bias = parts.packed.bias;
  std::byte* own_bias = launch->own(bias.size() * sizeof(float));
  std::memcpy(own_bias, bias.data(), bias.size() * sizeof(float));
  std::vector<Binding> bindings = {
      input(DNNL_ARG_SRC, chosen.query_md(dnnl::query::src_md), kQuantizedX),
      bind_packed(*launch, DNNL_ARG_WEIGHTS, parts.packed.weights,
                  chosen.query_md(dnnl::query::weights_md)),
      Binding{DNNL_ARG_BIAS, chosen.query_md(dnnl::query::weights_md, 1), Binding::Source::kFixed,
              0, own_bias},
      output(DNNL_ARG_DST, chosen.query_md(dnnl::query::dst_md), 0),
      launch->workspace(DNNL_ARG_SCRATCHPAD, chosen.scratchpad_desc())};
  if (parts.residual) {
    const int argument = DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1;
    bindings.push_back(input(argument, *parts.residual, kResidual));
  }
  launch->add_step(make_primitive(chosen), bindings);
  return launch;
}

}  // namespace nightjar::kernels::onednn
