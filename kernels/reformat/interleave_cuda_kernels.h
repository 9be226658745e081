// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch that interleaves few planes: an image on its way to channels last.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// x [batch, channels, positions] becomes y [batch, positions, channels].
struct Interleave {
  static constexpr int kMostChannels = 4, kRun = 4;
  const void* x = nullptr;
  void* y = nullptr;
  Element from = Element::kFloat32, to = Element::kFloat16;
  int64_t batch = 0, positions = 0;  ///< Positions in kRun.
  int32_t channels = 0;              ///< 2 to kMostChannels.
};

/// Whether there is a kernel for the types: equal ones, or from float32.
bool can_interleave(Element from, Element to);
/// cudaError_t of the launch; -1 for what has no kernel. `stream` is a cudaStream_t.
int launch_interleave(const Interleave& interleave, void* stream);

}  // namespace nightjar::kernels::cuda
