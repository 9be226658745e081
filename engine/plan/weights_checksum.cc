// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/weights_checksum.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/digest.h"

namespace nightjar::plan {
namespace {

constexpr size_t kChunk = size_t{4} << 20;
/// A virtual disk gives no more to eight requests at a time than to four.
constexpr size_t kMostThreads = 4;

using Bytes = std::span<const std::byte>;

/// Reads a mapped file's pages in one request instead of a fault each. Where the kernel cannot, or
/// the bytes are no mapping's, they are read as they are touched.
void read_ahead([[maybe_unused]] Bytes bytes) {
#ifdef MADV_POPULATE_READ
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<uintptr_t>(bytes.data()) / page * page;
  const auto end = reinterpret_cast<uintptr_t>(bytes.data() + bytes.size());
  if (!bytes.empty()) madvise(reinterpret_cast<void*>(first), end - first, MADV_POPULATE_READ);
#endif
}

uint64_t checksum_of(const std::vector<uint64_t>& checksums) {
  return checksum64(std::as_bytes(std::span(checksums)));
}

/// Of the weights from `first` to `end`, without what is spare.
uint64_t chunk_checksum(Bytes weights, std::span<const WeightSpan> spare, size_t first,
                        size_t end) {
  std::vector<uint64_t> runs;
  const auto take_until = [&](size_t stop) {
    if (stop <= first) return;
    const Bytes run = weights.subspan(first, stop - first);
    read_ahead(run);
    runs.push_back(checksum64(run));
  };
  auto left_out = std::partition_point(spare.begin(), spare.end(), [&](const WeightSpan& span) {
    return span.offset + span.byte_count <= first;
  });
  for (; left_out != spare.end() && left_out->offset < end; ++left_out) {
    take_until(left_out->offset);
    first = left_out->offset + left_out->byte_count;
  }
  take_until(end);
  return checksum_of(runs);
}

}  // namespace

uint64_t weights_checksum(Bytes weights, std::span<const WeightSpan> spare) {
  std::vector<uint64_t> checksums((weights.size() + kChunk - 1) / kChunk);
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < checksums.size(); i = next++) {
      const size_t first = i * kChunk;
      checksums[i] =
          chunk_checksum(weights, spare, first, std::min(first + kChunk, weights.size()));
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min(checksums.size(), kMostThreads); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return checksum_of(checksums);
}

}  // namespace nightjar::plan
