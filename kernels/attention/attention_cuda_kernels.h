// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of attention.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// Everything row-major: q [batch, heads, queries, depth], k [batch, groups, keys, depth], v and y
/// of `width` columns.
struct Attention {
  static constexpr int kMaxWidth = 256, kMaxDepth = 256;
  const void *q = nullptr, *k = nullptr, *v = nullptr, *mask = nullptr;
  void* y = nullptr;
  int32_t batch = 0, heads = 0, groups = 1, queries = 0, keys = 0, depth = 0, width = 0;
  float scale = 1;
  bool causal = false, mask_is_choice = false;  ///< A choice is one byte an element.
  Element mask_type = Element::kFloat32;
  int64_t mask_strides[4] = {};
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. `element` is that of q, k, v and y.
int launch_attention(const Attention& attention, Element element, void* stream);

}  // namespace nightjar::kernels::cuda
