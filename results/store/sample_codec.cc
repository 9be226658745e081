// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/sample_codec.h"

#include <zstd.h>

#include "base/check.h"

namespace nightjar::store {
namespace {

constexpr int kCompressionLevel = 3;
constexpr size_t kMaxVarintBytes = 10;

uint64_t zigzag(uint64_t difference) { return (difference << 1) ^ (0 - (difference >> 63)); }
uint64_t unzigzag(uint64_t value) { return (value >> 1) ^ (0 - (value & 1)); }

Error damaged() { return invalid_input("the stored samples are damaged; restore the database"); }

std::vector<std::byte> differences_of(std::span<const int64_t> samples) {
  std::vector<std::byte> bytes;
  bytes.reserve(samples.size() * 3);
  uint64_t previous = 0;
  for (const int64_t sample : samples) {
    // Unsigned arithmetic, because a difference of extremes does not fit a signed number.
    uint64_t rest = zigzag(static_cast<uint64_t>(sample) - previous);
    previous = static_cast<uint64_t>(sample);
    for (; rest >= 0x80; rest >>= 7) bytes.push_back(static_cast<std::byte>(rest | 0x80));
    bytes.push_back(static_cast<std::byte>(rest));
  }
  return bytes;
}

Result<std::vector<std::byte>> decompress(std::span<const std::byte> blob, int64_t count) {
  const unsigned long long size = ZSTD_getFrameContentSize(blob.data(), blob.size());
  const auto most = static_cast<unsigned long long>(count) * kMaxVarintBytes;
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most) {
    return damaged();
  }
  std::vector<std::byte> bytes(static_cast<size_t>(size));
  const size_t written = ZSTD_decompress(bytes.data(), bytes.size(), blob.data(), blob.size());
  if (ZSTD_isError(written) != 0 || written != bytes.size()) return damaged();
  return bytes;
}

/// Reads one number at `position` and moves behind it; false at the end or past ten bytes.
bool read_varint(std::span<const std::byte> bytes, size_t& position, uint64_t& value) {
  value = 0;
  for (size_t i = 0; i < kMaxVarintBytes && position < bytes.size(); ++i) {
    const auto byte = std::to_integer<uint64_t>(bytes[position++]);
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return true;
  }
  return false;
}

}  // namespace

std::vector<std::byte> encode_samples(std::span<const int64_t> samples) {
  const std::vector<std::byte> bytes = differences_of(samples);
  std::vector<std::byte> blob(ZSTD_compressBound(bytes.size()));
  const size_t written =
      ZSTD_compress(blob.data(), blob.size(), bytes.data(), bytes.size(), kCompressionLevel);
  NIGHTJAR_CHECK(ZSTD_isError(written) == 0, "a buffer of the bound's size holds any input");
  blob.resize(written);
  return blob;
}

Result<std::vector<int64_t>> decode_samples(std::span<const std::byte> blob, int64_t count) {
  if (count < 0 || count > kMaxSamples) return damaged();
  NIGHTJAR_ASSIGN(const std::vector<std::byte> bytes, decompress(blob, count));
  if (static_cast<int64_t>(bytes.size()) < count) return damaged();
  std::vector<int64_t> samples(static_cast<size_t>(count));
  size_t position = 0;
  uint64_t previous = 0, value = 0;
  for (int64_t& sample : samples) {
    if (!read_varint(bytes, position, value)) return damaged();
    previous += unzigzag(value);
    sample = static_cast<int64_t>(previous);
  }
  if (position != bytes.size()) return damaged();
  return samples;
}

}  // namespace nightjar::store
