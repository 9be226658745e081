// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_conv.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/quantized/quantized_draft.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;
using testing::describe;
using testing::flip;
using testing::pick;
using testing::Random;

struct Channels {
  int64_t groups, inputs, outputs;
};

Channels random_channels(Random& random) {
  const int64_t unit = flip(random) ? 16 : 1;
  if (pick(random, 0, 2) == 0) {
    const int64_t channels = unit * pick(random, 1, 5);
    return {channels, channels, channels};
  }
  if (pick(random, 0, 3) == 0) return {2, 2 * unit * pick(random, 1, 2), 2 * unit};
  return {1, unit * pick(random, 1, 5), unit * pick(random, 1, 5)};
}

QuantizedConvProblem random_conv(Random& random) {
  const Channels channels = random_channels(random);
  QuantizedConvProblem conv;
  const int64_t batch = pick(random, 1, 2);
  Dims x = {batch, channels.inputs}, w = {channels.outputs, channels.inputs / channels.groups},
       y = {batch, channels.outputs};
  const auto rank = static_cast<size_t>(pick(random, 1, 3));
  conv.window = Window::plain(rank);
  for (size_t i = 0; i < rank; ++i) {
    const int64_t kernel = pick(random, 1, 5);
    conv.window.strides[i] = pick(random, 1, 2);
    conv.window.pads_begin[i] = pick(random, 0, kernel / 2);
    conv.window.pads_end[i] = pick(random, 0, kernel / 2);
    const int64_t extent = kernel + pick(random, 0, rank == 3 ? 3 : 9);
    const int64_t room = extent + conv.window.pads_begin[i] + conv.window.pads_end[i];
    x.push_back(extent);
    w.push_back(kernel);
    y.push_back((room - kernel) / conv.window.strides[i] + 1);
  }
  conv.group = channels.groups;
  const Layout layout = flip(random) ? Layout::kChannelsLast : Layout::kRowMajor;
  conv.x = describe(testing::random_byte(random), x, layout);
  conv.w = describe(DataType::kInt8, w);
  conv.y = describe(testing::random_value_type(random), y, layout);
  conv.scale = describe(DataType::kFloat32, {channels.outputs});
  if (flip(random)) conv.bias = describe(DataType::kFloat32, {channels.outputs});
  if (flip(random)) conv.residual = describe(testing::random_value_type(random), y, layout);
  const double depth = static_cast<double>(tensor::element_count(w) / w[0]);
  conv.requantization = testing::random_requantization(conv.x.type, conv.y, depth, random);
  return conv;
}

/// Logical element i of a tensor in logical order.
size_t index_of(const Dims& dims, const Dims& at) {
  int64_t index = 0;
  for (size_t i = 0; i < dims.size(); ++i) index = index * dims[i] + at[i];
  return static_cast<size_t>(index);
}

/// One value of y from the definition, before it is rounded to a byte.
class Definition {
 public:
  Definition(const QuantizedConvProblem& conv, const std::vector<tensor::HostTensor>& inputs)
      : conv_(conv), x_dims_(dims_of(conv.x)), w_dims_(dims_of(conv.w)) {
    x_ = testing::logical_values(conv.x, inputs[kQuantizedX]);
    w_ = testing::logical_values(conv.w, inputs[kQuantizedW]);
    scale_ = testing::logical_values(conv.scale, inputs[kScale]);
    if (conv.has_bias()) bias_ = testing::logical_values(conv.bias, inputs[kBias]);
    if (conv.has_residual()) residual_ = testing::logical_values(conv.residual, inputs[kResidual]);
  }

  double real(const Dims& at) const {
    const auto channel = static_cast<size_t>(at[1]);
    const Requantization& given = conv_.requantization;
    double value = sum(at) * scale_[channel] + (bias_.empty() ? 0 : bias_[channel]);
    if (!residual_.empty()) {
      const double residual = residual_[index_of(dims_of(conv_.y), at)];
      value += is_byte(conv_.residual.type)
                   ? (residual - static_cast<double>(given.residual_zero)) * given.residual_scale
                   : residual;
    }
    return given.activation(value);
  }

 private:
  double sum(const Dims& at) const {
    const int64_t each = w_dims_[0] / conv_.group;
    const int64_t first = at[1] / each * w_dims_[1];
    double total = 0;
    const Dims window(w_dims_.begin() + 1, w_dims_.end());
    for (int64_t k = 0; k < tensor::element_count(window); ++k) {
      Dims source = {at[0], 0};
      int64_t rest = k;
      bool is_inside = true;
      for (size_t i = window.size(); i-- > 1;) {
        const int64_t tap = rest % window[i];
        rest /= window[i];
        const int64_t position =
            at[i + 1] * conv_.window.strides[i - 1] + tap - conv_.window.pads_begin[i - 1];
        is_inside = is_inside && position >= 0 && position < x_dims_[i + 1];
        source.insert(source.begin() + 2, position);
      }
      source[1] = first + rest;
      if (!is_inside) continue;  // a pad counts as x_zero
      const double x =
          x_[index_of(x_dims_, source)] - static_cast<double>(conv_.requantization.x_zero);
      total += x * w_[static_cast<size_t>(at[1] * tensor::element_count(window) + k)];
    }
    return total;
  }

  const QuantizedConvProblem& conv_;
  Dims x_dims_, w_dims_;
  std::vector<double> x_, w_, scale_, bias_, residual_;
};

void expect_the_definition(const QuantizedConvProblem& conv,
                           const std::vector<tensor::HostTensor>& inputs,
                           const tensor::HostTensor& answer) {
  const Definition definition(conv, inputs);
  const Dims y = dims_of(conv.y);
  const auto actual = testing::logical_values(conv.y, answer);
  for (int64_t i = 0; i < tensor::element_count(y); ++i) {
    Dims at(y.size());
    int64_t rest = i;
    for (size_t axis = y.size(); axis-- > 0;) {
      at[axis] = rest % y[axis];
      rest /= y[axis];
    }
    double wanted = definition.real(at), limit = 1e-4 * std::max(1.0, std::abs(wanted));
    if (is_byte(conv.y.type)) {
      wanted =
          wanted / conv.requantization.y_scale + static_cast<double>(conv.requantization.y_zero);
      const bool is_signed = conv.y.type == DataType::kInt8;
      wanted = std::clamp(wanted, is_signed ? -128.0 : 0.0, is_signed ? 127.0 : 255.0);
      limit = 0.5001;
    }
    ASSERT_NEAR(actual[static_cast<size_t>(i)], wanted, limit) << conv.to_problem().to_string();
  }
}

TEST(QuantizedConv, ThePlainAnswerIsTheDefinition) {
  Random random(20261121);
  for (int i = 0; i < 60; ++i) {
    const QuantizedConvProblem conv = random_conv(random);
    const auto inputs = testing::quantized_operands(conv.to_problem(), random);
    const auto answer =
        testing::run_tactic(*plain_tactic("quantized_conv"), conv.to_problem(), "", inputs);
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    expect_the_definition(conv, inputs, (*answer)[0]);
  }
}

TEST(QuantizedConv, EveryTacticIsWithinAQuantumOfThePlainAnswer) {
  const device::DeviceInfo info = device::make_cpu_device(2)->info();
  Random random(20261122);
  int64_t runs = 0, different = 0, total = 0;
  for (int i = 0; i < 220; ++i) {
    const QuantizedConvProblem conv = random_conv(random);
    const Problem problem = conv.to_problem();
    const auto inputs = testing::quantized_operands(problem, random);
    const auto expected = testing::run_tactic(*plain_tactic("quantized_conv"), problem, "", inputs);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    for (const Tactic* tactic : tactics_of("quantized_conv")) {
      if (tactic->source() == TacticSource::kPlain || !tactic->supports(problem, info)) continue;
      for (const std::string& config : tactic->configs(problem, info)) {
        const auto answer =
            testing::run_tactic(*tactic, problem, config, inputs, {1, 2, 4}, 1 + i % 2);
        ASSERT_TRUE(answer.ok()) << config << ": " << answer.error().message;
        different += testing::expect_within_a_quantum(
            (*expected)[0], (*answer)[0],
            std::string(tactic->name()) + " " + config + " " + problem.to_string());
        total += (*expected)[0].count();
        ++runs;
      }
    }
  }
  EXPECT_GT(runs, 100);
  EXPECT_LT(different, total / 2);
}

TEST(QuantizedConv, RefusesWhatIsNoQuantisedConvolution) {
  Random random(7);
  const QuantizedConvProblem conv = random_conv(random);
  const auto refused = [](Problem problem) {
    return !QuantizedConvProblem::from_problem(problem).ok();
  };
  const Problem good = conv.to_problem();
  EXPECT_FALSE(refused(good));
  Problem bad = good;
  bad.inputs[kQuantizedW].type = DataType::kUInt8;
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.inputs[kScale].shape[0] = tensor::Dim(12345);
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.attributes.set("y_scale", -1.0);
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.attributes.set("x_zero", int64_t{300});
  EXPECT_TRUE(refused(bad));
  bad = good;
  bad.inputs[kQuantizedX].layout = Layout::kChannelsBlocked16;
  EXPECT_TRUE(refused(bad));
}

TEST(QuantizedConv, DamagedWeightsAreRefused) {
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  const Tactic* tactic = find_tactic("quantized_conv.onednn.v1");
  Random random(11);
  QuantizedConvProblem conv = random_conv(random);
  while (!tactic->supports(conv.to_problem(), info)) conv = random_conv(random);
  const Problem problem = conv.to_problem();
  const auto inputs = testing::quantized_operands(problem, random);
  const auto device = device::make_cpu_device(1);
  const auto prepared =
      tactic->prepare(problem, tactic->configs(problem, info).front(), inputs, *device);
  ASSERT_TRUE(prepared.ok()) << prepared.error().message;
  for (const size_t kept : {size_t{0}, size_t{6}, size_t{20}, prepared->blob.size() - 1}) {
    const std::span<const std::byte> cut(prepared->blob.data(), kept);
    EXPECT_FALSE(tactic->open(problem, "", cut, *device).ok()) << kept;
  }
}

}  // namespace
}  // namespace nightjar::kernels
