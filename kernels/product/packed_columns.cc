// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The blob: magic, columns of a panel, depth, count, padding to 64, then the panels.
#include "kernels/product/packed_columns.h"

#include <algorithm>

#include "base/bytes.h"

namespace nightjar::kernels {
namespace {

constexpr uint32_t kMagic = 0x31504a4e;  // "NJP1"
constexpr size_t kAlignment = 64;

int64_t panels_of(int64_t count, int64_t columns) { return (count + columns - 1) / columns; }

}  // namespace

int64_t packed_floats(int64_t depth, int64_t count, int64_t columns) {
  return panels_of(count, columns) * columns * depth;
}

void pack_columns(const RightSide& from, int64_t columns, float* to) {
  for (int64_t first = 0; first < from.count; first += columns) {
    const int64_t width = std::min(columns, from.count - first);
    for (int64_t k = 0; k < from.depth; ++k, to += columns) {
      const float* row = from.data + first * from.column_stride +
                         k / from.run_length * from.run_stride +
                         k % from.run_length * from.row_stride;
      for (int64_t j = 0; j < width; ++j) to[j] = row[j * from.column_stride];
      std::fill(to + width, to + columns, 0.0f);
    }
  }
}

std::vector<std::byte> columns_blob(const RightSide& from, int64_t columns) {
  ByteWriter out;
  out.put(kMagic);
  out.put(static_cast<uint32_t>(columns));
  out.put(static_cast<uint64_t>(from.depth));
  out.put(static_cast<uint64_t>(from.count));
  out.pad_to(kAlignment);
  std::vector<std::byte> blob = out.take();
  const size_t heading = blob.size();
  const auto floats = static_cast<size_t>(packed_floats(from.depth, from.count, columns));
  blob.resize(heading + floats * sizeof(float));
  pack_columns(from, columns, reinterpret_cast<float*>(blob.data() + heading));
  return blob;
}

Result<const float*> columns_in(std::span<const std::byte> blob, int64_t depth, int64_t count,
                                int64_t columns) {
  ByteReader in(blob);
  NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint32_t its_columns, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint64_t its_depth, in.get<uint64_t>());
  NIGHTJAR_ASSIGN(const uint64_t its_count, in.get<uint64_t>());
  NIGHTJAR_TRY(in.skip_to(kAlignment));
  const bool fits = magic == kMagic && its_columns == static_cast<uint64_t>(columns) &&
                    its_depth == static_cast<uint64_t>(depth) &&
                    its_count == static_cast<uint64_t>(count);
  const auto wanted = static_cast<size_t>(packed_floats(depth, count, columns)) * sizeof(float);
  if (!fits || in.remaining() != wanted) {
    return invalid_input("packed weights do not fit their kernel; build the plan again.");
  }
  NIGHTJAR_ASSIGN(const auto panels, in.get_bytes(wanted));
  return reinterpret_cast<const float*>(panels.data());
}

}  // namespace nightjar::kernels
