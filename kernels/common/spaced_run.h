// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elements that lie a fixed distance apart, to and from a dense run of the type computed in.
#pragma once

#include <cstdint>

#include "engine/tensor/data_type.h"

namespace nightjar::kernels {

/// T is float, double or uint64_t; the type is convertible. `stride` counts elements.
template <typename T>
void load_spaced(tensor::DataType type, const void* from, int64_t stride, int64_t count, T* to);
template <typename T>
void store_spaced(tensor::DataType type, const T* from, int64_t count, void* to, int64_t stride);

/// Moves `count` elements of 1, 2, 4 or 8 bytes unchanged.
void copy_spaced(int64_t element_bytes, const void* from, int64_t from_stride, int64_t count,
                 void* to, int64_t to_stride);

}  // namespace nightjar::kernels
