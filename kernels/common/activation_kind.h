// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The activations, by themselves: GPU code includes no more than it needs.
#pragma once

#include <cstdint>

namespace nightjar::kernels {

enum class ActivationKind : uint8_t {
  kNone,
  kRelu,
  kClip,  ///< min(max(x, alpha), beta)
  kSigmoid,
  kTanh,
  kHardSwish,    ///< x * hard_sigmoid(x, 1/6, 1/2)
  kHardSigmoid,  ///< max(0, min(1, alpha * x + beta))
  kSilu,         ///< x * sigmoid(x)
  kGelu,         ///< By the error function.
  kGeluTanh,     ///< By the tanh approximation.
  kLeakyRelu,    ///< alpha * x below zero
  kElu,          ///< alpha * (exp(x) - 1) below zero
};

}  // namespace nightjar::kernels
