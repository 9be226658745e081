// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The activations of tiles that the copy engine takes away.
#pragma once

#include <type_traits>

#include "kernels/cuda/arithmetic.cuh"
#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda::hopper {

/// Whether the copied way knows the activation: each is code of its own, for a whole tile at once.
/// Behind bytes it only clips, as curves are looked up there.
template <typename T>
bool is_copied_activation(int32_t kind) {
  switch (static_cast<ActivationKind>(kind)) {
    case ActivationKind::kNone:
    case ActivationKind::kRelu:
    case ActivationKind::kClip:
      return true;
    case ActivationKind::kSilu:
    case ActivationKind::kHardSwish:
    case ActivationKind::kGelu:
    case ActivationKind::kGeluTanh:
      return !std::is_same_v<T, BytePair>;
    default:
      return false;
  }
}

/// A NaN stays one.
__device__ inline float clip_quickly(float x, float low, float high) {
  asm("max.NaN.f32 %0, %0, %1;" : "+f"(x) : "f"(low));
  asm("min.NaN.f32 %0, %0, %1;" : "+f"(x) : "f"(high));
  return x;
}

/// Calls use(low, high) for the kinds that only clip.
template <typename Use>
__device__ void with_bounds(const Epilogue& epilogue, Use use) {
  float low = -INFINITY, high = INFINITY;
  const auto kind = static_cast<ActivationKind>(epilogue.activation);
  if (kind == ActivationKind::kRelu) low = 0.0f;
  if (kind == ActivationKind::kClip) {
    low = epilogue.activation_alpha;
    high = epilogue.activation_beta;
  }
  use(low, high);
}

/// Calls use(f): they are one function.
template <typename Use>
__device__ void with_clip(const Epilogue& epilogue, Use use) {
  with_bounds(epilogue, [&](float low, float high) {
    use([=](float x) { return clip_quickly(x, low, high); });
  });
}

template <typename Use>
__device__ void with_copied_activation(const Epilogue& epilogue, Use use) {
  switch (static_cast<ActivationKind>(epilogue.activation)) {
    case ActivationKind::kSilu:
      return use([](float x) { return x * sigmoid(x); });
    case ActivationKind::kHardSwish:
      return use([](float x) { return x * clip_quickly(fmaf(x, 1.0f / 6.0f, 0.5f), 0.0f, 1.0f); });
    case ActivationKind::kGelu:
      return use([](float x) { return gelu(x); });
    case ActivationKind::kGeluTanh:
      return use([](float x) { return gelu_tanh(x); });
    default:
      return with_clip(epilogue, use);
  }
}

}  // namespace nightjar::kernels::cuda::hopper
