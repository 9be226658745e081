// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/activation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace nightjar::kernels {
namespace {

struct KindRow {
  ActivationKind kind;
  std::string_view name;
  bool uses_alpha, uses_beta;
};

constexpr std::array<KindRow, 12> kKinds = {{
    {ActivationKind::kNone, "", false, false},
    {ActivationKind::kRelu, "relu", false, false},
    {ActivationKind::kClip, "clip", true, true},
    {ActivationKind::kSigmoid, "sigmoid", false, false},
    {ActivationKind::kTanh, "tanh", false, false},
    {ActivationKind::kHardSwish, "hard_swish", false, false},
    {ActivationKind::kHardSigmoid, "hard_sigmoid", true, true},
    {ActivationKind::kSilu, "silu", false, false},
    {ActivationKind::kGelu, "gelu", false, false},
    {ActivationKind::kGeluTanh, "gelu_tanh", false, false},
    {ActivationKind::kLeakyRelu, "leaky_relu", true, false},
    {ActivationKind::kElu, "elu", true, false},
}};

const KindRow& row_of(ActivationKind kind) { return kKinds[static_cast<size_t>(kind)]; }

double gelu_tanh(double x) {
  const double root_two_over_pi = 0.79788456080286535588;
  return 0.5 * x * (1 + std::tanh(root_two_over_pi * (x + 0.044715 * x * x * x)));
}

template <typename T>
void activate_each(const Activation& activation, std::span<T> values) {
  if (activation.kind == ActivationKind::kNone) return;
  if (activation.kind == ActivationKind::kRelu) {
    for (T& value : values) value = value < T(0) ? T(0) : value;
    return;
  }
  for (T& value : values) value = static_cast<T>(activation(static_cast<double>(value)));
}

}  // namespace

std::string_view name_of(ActivationKind kind) { return row_of(kind).name; }

Result<Activation> Activation::from_attributes(const tensor::Attributes& attributes) {
  const std::string name = attributes.get_string("activation", "");
  for (const KindRow& row : kKinds) {
    if (row.name != name) continue;
    Activation activation{row.kind, 0, 0};
    if (row.uses_alpha) activation.alpha = attributes.get_float("activation_alpha", 0);
    if (row.uses_beta) activation.beta = attributes.get_float("activation_beta", 0);
    return activation;
  }
  return invalid_input(fmt::format("there is no activation '{}'.", name));
}

void Activation::add_to(tensor::Attributes& attributes) const {
  if (kind == ActivationKind::kNone) return;
  const KindRow& row = row_of(kind);
  attributes.set("activation", std::string(row.name));
  if (row.uses_alpha) attributes.set("activation_alpha", alpha);
  if (row.uses_beta) attributes.set("activation_beta", beta);
}

double Activation::operator()(double x) const {
  switch (kind) {
    case ActivationKind::kNone:
      return x;
    case ActivationKind::kRelu:
      return x < 0 ? 0 : x;
    case ActivationKind::kClip:
      return std::min(std::max(x, alpha), beta);
    case ActivationKind::kSigmoid:
      return 1 / (1 + std::exp(-x));
    case ActivationKind::kTanh:
      return std::tanh(x);
    case ActivationKind::kHardSwish:
      return x * std::clamp(x / 6 + 0.5, 0.0, 1.0);
    case ActivationKind::kHardSigmoid:
      return std::clamp(alpha * x + beta, 0.0, 1.0);
    case ActivationKind::kSilu:
      return x / (1 + std::exp(-x));
    case ActivationKind::kGelu:
      return 0.5 * x * (1 + std::erf(x * 0.70710678118654752440));
    case ActivationKind::kGeluTanh:
      return gelu_tanh(x);
    case ActivationKind::kLeakyRelu:
      return x < 0 ? alpha * x : x;
    case ActivationKind::kElu:
      return x < 0 ? alpha * std::expm1(x) : x;
  }
  return x;
}

void activate(const Activation& activation, std::span<float> values) {
  activate_each(activation, values);
}
void activate(const Activation& activation, std::span<double> values) {
  activate_each(activation, values);
}

}  // namespace nightjar::kernels
