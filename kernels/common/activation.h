// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The activation a contraction applies to its result before storing it.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "engine/tensor/attributes.h"
#include "kernels/common/activation_kind.h"

namespace nightjar::kernels {

/// Attributes `activation` (a name below, "" for none), `activation_alpha`, `activation_beta`.
struct Activation {
  ActivationKind kind = ActivationKind::kNone;
  double alpha = 0;
  double beta = 0;

  bool operator==(const Activation&) const = default;

  static Result<Activation> from_attributes(const tensor::Attributes& attributes);
  /// Leaves out what the kind does not use.
  void add_to(tensor::Attributes& attributes) const;
  double operator()(double x) const;
};

/// "", relu, clip, sigmoid, tanh, hard_swish, hard_sigmoid, silu, gelu, gelu_tanh, leaky_relu, elu
std::string_view name_of(ActivationKind kind);

/// Applies it to every value in place.
void activate(const Activation& activation, std::span<float> values);
void activate(const Activation& activation, std::span<double> values);

}  // namespace nightjar::kernels
