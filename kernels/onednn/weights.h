// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Weights in the order a primitive wants them, as they are kept in a plan.
//
// The blob: magic, size of oneDNN's description, the description, padding to 64, the weights; or
// another magic, the sizes of two such blobs, the checksum of the second, padding to 64, the first
// blob, padding, the second. It is read only under the library version it was written by (the
// plan's fingerprint sees to it).
#pragma once

#include <span>
#include <vector>

#include "kernels/onednn/onednn.h"

namespace nightjar::kernels::onednn {

/// Reorders row-major `data` described by `plain` into `wanted` and describes it.
std::vector<std::byte> pack_weights(const MemoryDesc& plain, const void* data,
                                    const MemoryDesc& wanted);

/// Whether there is a reorder from `plain` to `wanted` at all.
bool can_pack(const MemoryDesc& plain, const MemoryDesc& wanted);

/// A view into the blob.
struct PackedWeights {
  MemoryDesc desc;
  std::span<const std::byte> data;
};

/// Refuses a blob whose description is not one of `plain`'s extents and type.
Result<PackedWeights> read_weights(std::span<const std::byte> blob, const MemoryDesc& plain);

/// A blob, and how many bytes at its end reading the rest does not touch.
struct TwicePacked {
  std::vector<std::byte> blob;
  size_t spare_bytes = 0;
};

/// Twice, for an order that depends on extents and cannot be turned into another: as a primitive
/// wants them under the extents that are most likely, and, to spare, as given.
TwicePacked pack_weights_twice(const MemoryDesc& plain, const void* data, const MemoryDesc& likely);

/// Of what pack_weights_twice made, the part that needs no reordering for `wanted` where there is
/// one, else the part as given, which is checked for damage first. Refuses as read_weights does.
Result<PackedWeights> read_either(std::span<const std::byte> blob, const MemoryDesc& plain,
                                  const MemoryDesc& wanted);

/// The binding of `argument` for a primitive that wants its weights as `wanted`: straight from the
/// packed ones when they fit, else reordered once now.
Binding bind_packed(PrimitiveLaunch& launch, int argument, const PackedWeights& packed,
                    const MemoryDesc& wanted);

/// The same for weights that are only known at launch, as input `index`: reordered in each launch
/// when the primitive does not take them as they are.
Binding bind_unpacked(PrimitiveLaunch& launch, int argument, const MemoryDesc& plain, size_t index,
                      const MemoryDesc& wanted);

}  // namespace nightjar::kernels::onednn
