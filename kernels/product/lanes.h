// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Registers full of floats, for kernels that say themselves what stays in one.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/common/clones.h"

namespace nightjar::kernels {

/// Floats of a register, and their bits.
template <int kLanes>
struct Lanes {
  typedef float Float __attribute__((vector_size(kLanes * sizeof(float))));
  typedef int32_t Int __attribute__((vector_size(kLanes * sizeof(int32_t))));
  typedef uint32_t Bits __attribute__((vector_size(kLanes * sizeof(uint32_t))));
};
template <>
struct Lanes<1> {
  using Float = float;
  using Int = int32_t;
  using Bits = uint32_t;
};

template <typename To, typename From>
NIGHTJAR_INLINE void copy_bits(const From& from, To& to) {
  static_assert(sizeof from == sizeof to);
  std::memcpy(&to, &from, sizeof to);
}

}  // namespace nightjar::kernels
