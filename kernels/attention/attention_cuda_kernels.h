// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of attention.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// Where element (b, h, s, d) of an operand lies behind its pointer.
struct HeadWalk {
  int64_t batch = 0, head = 0, row = 0;
};

/// q is [batch, heads, queries, depth], k [batch, groups, keys, depth], v and y of `width` columns,
/// each with strides of its own. The pointers are those of element (0, 0, 0, 0).
struct Attention {
  static constexpr int kMaxWidth = 256, kMaxDepth = 256;
  const void *q = nullptr, *k = nullptr, *v = nullptr, *mask = nullptr;
  void* y = nullptr;
  int32_t batch = 0, heads = 0, groups = 1, queries = 0, keys = 0, depth = 0, width = 0;
  HeadWalk q_walk, k_walk, v_walk, y_walk;
  float scale = 1;
  bool causal = false, mask_is_choice = false;  ///< A choice is one byte an element.
  Element mask_type = Element::kFloat32;
  int64_t mask_strides[4] = {};
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. `element` is that of q, k, v and y.
int launch_attention(const Attention& attention, Element element, void* stream);
/// Tensor cores, `queries` (32, 64 or 128) a block: float16 and bfloat16, depth and width of up to
/// 128 in eights, rows aligned to 16 bytes.
int launch_flash_attention(const Attention& attention, Element element, int queries, void* stream);

}  // namespace nightjar::kernels::cuda
