// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Numbers of eight bits or fewer that no C++ type stands for: one byte an element in runs, packed
// in tensors where they are smaller.
#pragma once

#include <cstdint>

#include "engine/tensor/small_float.h"
#include "kernels/common/convert.h"

namespace nightjar::kernels {

/// What becomes of values that a small float does not hold exactly.
struct Narrowing {
  tensor::Overflow overflow = tensor::Overflow::kSaturate;
  tensor::PowerRounding power_rounding = tensor::PowerRounding::kUp;

  bool operator==(const Narrowing&) const = default;
};

/// Whether elements share bytes: integers of 4 and 2 bits, float4e2m1.
bool is_packed(tensor::DataType type);
/// Whether the functions below know the type: packed ones and float8 of any kind.
bool is_small_number(tensor::DataType type);

/// As load_function and store_function, over elements of one byte each. Integers keep the low bits
/// of the value cut towards zero, floats round to nearest even. nullptr for other types.
template <typename C>
LoadFunction<C> load_small_function(tensor::DataType type);
template <typename C>
StoreFunction<C> store_small_function(tensor::DataType type, const Narrowing& narrowing = {});

/// Elements of a packed type from the start of a tensor to one byte each, and back. Unused bits of
/// the last byte become zero.
void unpack(tensor::DataType type, const void* from, int64_t count, uint8_t* to);
void pack(tensor::DataType type, const uint8_t* from, int64_t count, void* to);

}  // namespace nightjar::kernels
