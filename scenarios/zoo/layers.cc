// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/layers.h"

#include <cmath>

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::HostTensor;
using Ints = std::vector<int64_t>;

constexpr double kBiasDeviation = 0.1;

// Deviation behind a BatchNorm whose scales, shifts and statistics vary as they do here.
constexpr double kNormalised = 1.05;

// Deviations of f(x) for normal x of unit deviation and such a spread over the channels.
constexpr double kReluDeviation = 0.6;
constexpr double kSiluDeviation = 0.56;
constexpr double kSigmoidDeviation = 0.21;
constexpr double kTanhDeviation = 0.63;
constexpr double kGateMean = 0.5;  // of a sigmoid

tensor::Attributes conv_attributes(const ConvSpec& spec) {
  const int64_t pad = spec.padding < 0 ? (spec.kernel - 1) / 2 : spec.padding;
  return attributes({{"dilations", Ints{1, 1}},
                     {"group", spec.groups},
                     {"kernel_shape", Ints{spec.kernel, spec.kernel}},
                     {"pads", Ints{pad, pad, pad, pad}},
                     {"strides", Ints{spec.stride, spec.stride}}});
}

// Filters that give output channel i a deviation of `deviations[i]`.
TensorId conv_weight(Draft& draft, const std::string& name, Value x, const ConvSpec& spec,
                     std::vector<float> deviations) {
  const int64_t group_channels = draft.extent(x.tensor, 1) / spec.groups;
  const auto fan_in = static_cast<double>(group_channels * spec.kernel * spec.kernel);
  const double scale = 1.0 / (std::sqrt(fan_in) * x.deviation);
  for (float& deviation : deviations) deviation = static_cast<float>(deviation * scale);
  return draft.filters(name + ".weight", {spec.channels, group_channels, spec.kernel, spec.kernel},
                       deviations);
}

// Statistics as training leaves them: those of the convolution, estimated from a sample.
Value batch_norm(Draft& draft, const std::string& name, Value x, double gain,
                 const std::vector<float>& deviations) {
  const auto channels = static_cast<int64_t>(deviations.size());
  const auto mean = draft.uniform_numbers(name + ".running_mean", channels, -0.3, 0.3);
  const auto error = draft.uniform_numbers(name + ".running_var", channels, 0.8, 1.25);
  std::vector<float> means, variances;
  for (size_t i = 0; i < deviations.size(); ++i) {
    means.push_back(mean[i] * deviations[i]);
    variances.push_back(error[i] * (deviations[i] * deviations[i]));
  }
  const TensorId gamma = draft.uniform(name + ".weight", {channels}, 0.7 * gain, 1.3 * gain);
  const TensorId beta = draft.normal(name + ".bias", {channels}, 0.0, 0.2 * gain);
  const TensorId running_mean =
      draft.literal(name + ".running_mean", HostTensor::of_floats({channels}, means));
  const TensorId running_var =
      draft.literal(name + ".running_var", HostTensor::of_floats({channels}, variances));
  return {draft.op("BatchNormalization", name, {x.tensor, gamma, beta, running_mean, running_var},
                   attributes({{"epsilon", 1e-5}, {"momentum", 0.9}})),
          kNormalised * gain};
}

}  // namespace

Value conv_bias(Draft& draft, const std::string& name, Value x, const ConvSpec& spec) {
  const std::vector<float> deviations(static_cast<size_t>(spec.channels),
                                      static_cast<float>(spec.gain));
  const TensorId weight = conv_weight(draft, name, x, spec, deviations);
  const TensorId bias = draft.normal(name + ".bias", {spec.channels}, 0.0, kBiasDeviation);
  return {draft.op("Conv", name, {x.tensor, weight, bias}, conv_attributes(spec)), spec.gain};
}

Value conv_bn(Draft& draft, const std::string& name, Value x, const ConvSpec& given) {
  ConvSpec spec = given;
  if (spec.channels == 0) spec.channels = draft.extent(x.tensor, 1);
  const auto deviations = draft.uniform_numbers(name + "/scales", spec.channels, 0.5, 1.8);
  const TensorId weight = conv_weight(draft, name + ".conv", x, spec, deviations);
  const TensorId y = draft.op("Conv", name + ".conv", {x.tensor, weight}, conv_attributes(spec));
  return batch_norm(draft, name + ".bn", {y, 1.0}, spec.gain, deviations);
}

Value conv_bn_act(Draft& draft, const std::string& name, Value x, const ConvSpec& spec,
                  Activation activation) {
  return activate(draft, name + ".act", conv_bn(draft, name, x, spec), activation);
}

Value up_conv(Draft& draft, const std::string& name, Value x, int64_t channels) {
  const int64_t in_channels = draft.extent(x.tensor, 1);
  const double deviation = 1.0 / (std::sqrt(static_cast<double>(in_channels)) * x.deviation);
  const TensorId weight =
      draft.normal(name + ".weight", {in_channels, channels, 2, 2}, 0.0, deviation);
  const TensorId bias = draft.normal(name + ".bias", {channels}, 0.0, kBiasDeviation);
  const auto bag = attributes({{"dilations", Ints{1, 1}},
                               {"group", int64_t{1}},
                               {"kernel_shape", Ints{2, 2}},
                               {"pads", Ints{0, 0, 0, 0}},
                               {"strides", Ints{2, 2}}});
  return {draft.op("ConvTranspose", name, {x.tensor, weight, bias}, bag), 1.0};
}

Value activate(Draft& draft, const std::string& name, Value x, Activation activation) {
  switch (activation) {
    case Activation::kNone:
      return x;
    case Activation::kRelu:
      return {draft.op("Relu", name, {x.tensor}), kReluDeviation * x.deviation};
    case Activation::kRelu6:
      return {
          draft.op("Clip", name,
                   {x.tensor, draft.scalar(name + "/min", 0.0), draft.scalar(name + "/max", 6.0)}),
          kReluDeviation * x.deviation};
    case Activation::kSilu: {
      const TensorId gate = draft.op("Sigmoid", name, {x.tensor});
      return {draft.op("Mul", name, {x.tensor, gate}), kSiluDeviation * x.deviation};
    }
    case Activation::kSigmoid:
      return {draft.op("Sigmoid", name, {x.tensor}), kSigmoidDeviation};
    case Activation::kTanh:
      return {draft.op("Tanh", name, {x.tensor}), kTanhDeviation};
  }
  return x;
}

Value max_pool(Draft& draft, const std::string& name, Value x, const PoolSpec& spec) {
  const int64_t pad = spec.padding;
  const auto bag = attributes({{"ceil_mode", int64_t{0}},
                               {"kernel_shape", Ints{spec.kernel, spec.kernel}},
                               {"pads", Ints{pad, pad, pad, pad}},
                               {"strides", Ints{spec.stride, spec.stride}}});
  return {draft.op("MaxPool", name, {x.tensor}, bag), x.deviation};
}

Value global_average(Draft& draft, const std::string& name, Value x) {
  return {draft.op("GlobalAveragePool", name, {x.tensor}), x.deviation};
}

Value squeeze_excite(Draft& draft, const std::string& name, Value x, int64_t squeezed) {
  const int64_t channels = draft.extent(x.tensor, 1);
  const Value average = global_average(draft, name + ".avgpool", x);
  const Value narrow =
      activate(draft, name + ".act",
               conv_bias(draft, name + ".fc1", average, {.channels = squeezed}), Activation::kSilu);
  const Value gate = activate(draft, name + ".scale",
                              conv_bias(draft, name + ".fc2", narrow, {.channels = channels}),
                              Activation::kSigmoid);
  return {draft.op("Mul", name, {gate.tensor, x.tensor}), kGateMean * x.deviation};
}

Value add(Draft& draft, const std::string& name, Value a, Value b) {
  return {draft.op("Add", name, {a.tensor, b.tensor}), std::hypot(a.deviation, b.deviation)};
}

Value multiply(Draft& draft, const std::string& name, Value a, Value b) {
  return {draft.op("Mul", name, {a.tensor, b.tensor}), a.deviation * b.deviation};
}

Value concat(Draft& draft, const std::string& name, const std::vector<Value>& parts, int64_t axis) {
  std::vector<TensorId> tensors;
  double variance = 0.0;
  for (const Value& part : parts) {
    tensors.push_back(part.tensor);
    variance += part.deviation * part.deviation / static_cast<double>(parts.size());
  }
  return {draft.op("Concat", name, tensors, attributes({{"axis", axis}})), std::sqrt(variance)};
}

Value upsample(Draft& draft, const std::string& name, Value x) {
  const TensorId scales =
      draft.literal(name + "/scales", HostTensor::of_floats({4}, {1.0f, 1.0f, 2.0f, 2.0f}));
  const auto bag = attributes({{"coordinate_transformation_mode", std::string("asymmetric")},
                               {"mode", std::string("nearest")},
                               {"nearest_mode", std::string("floor")}});
  return {draft.op("Resize", name, {x.tensor, network::kAbsent, scales}, bag), x.deviation};
}

Value classifier(Draft& draft, const std::string& name, Value x, int64_t classes) {
  const Value flat = {draft.op("Flatten", name, {x.tensor}, attributes({{"axis", int64_t{1}}})),
                      x.deviation};
  return dense(draft, name, flat, classes);
}

Value dense(Draft& draft, const std::string& name, Value x, int64_t features, double gain) {
  const int64_t in_features = draft.extent(x.tensor, 1);
  const double deviation = gain / (std::sqrt(static_cast<double>(in_features)) * x.deviation);
  const std::vector<float> deviations(static_cast<size_t>(features), static_cast<float>(deviation));
  const TensorId weight = draft.filters(name + ".weight", {features, in_features}, deviations);
  const TensorId bias = draft.normal(name + ".bias", {features}, 0.0, kBiasDeviation);
  const auto bag = attributes({{"alpha", 1.0}, {"beta", 1.0}, {"transB", int64_t{1}}});
  return {draft.op("Gemm", name, {x.tensor, weight, bias}, bag), gain};
}

}  // namespace nightjar::zoo
