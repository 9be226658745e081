// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tensor maps: how the copy engine of sm_90 finds a tile in global memory.
#pragma once

#include <cstddef>
#include <optional>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda::hopper {

/// What the driver encodes; kernels take it by value.
struct alignas(64) TensorMap {
  std::byte bytes[128];
};

/// Columns of a and b that a tile holds: 128 bytes of them.
inline constexpr int kTileColumns = 64;

/// Rows of y and of the residual that one copy moves, with as many columns as a tile of a.
inline constexpr int kYRows = 64;

/// The maps of one contraction of two-byte elements. Elements outside read as zeros.
struct OperandMaps {
  TensorMap a, b, y, residual;
  bool has_y = false;         ///< y can be walked, too.
  bool has_residual = false;  ///< There is one, and it is walked as y is.
};

/// Whether a's rows are patches, which the engine walks as images, and not those of a matrix.
bool has_patches(const Image& image);
/// Whether the engine can walk these patches; a matrix always.
bool can_map(const Image& image);

/// Tiles of `rows` rows of a and `columns` columns of y. nullopt where the driver refuses: pointers
/// that are not aligned to 16 bytes, or no driver.
std::optional<OperandMaps> map_operands(const Contraction& problem, Element element, int rows,
                                        int columns);

}  // namespace nightjar::kernels::cuda::hopper
