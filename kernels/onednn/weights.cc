// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/weights.h"

#include <cstring>

#include "base/bytes.h"
#include "base/digest.h"

namespace nightjar::kernels::onednn {
namespace {

constexpr uint32_t kMagic = 0x31574e44;       // "DNW1"
constexpr uint32_t kMagicOfTwo = 0x33574e44;  // "DNW3"
constexpr size_t kAlignment = 64;

void reorder(const MemoryDesc& from, const void* source, const MemoryDesc& to, void* target) {
  dnnl::memory source_memory(from, cpu_engine(), const_cast<void*>(source));
  dnnl::memory target_memory(to, cpu_engine(), target);
  dnnl::stream stream(cpu_engine());
  dnnl::reorder(source_memory, target_memory).execute(stream, source_memory, target_memory);
  stream.wait();
}

Error damaged() {
  return invalid_input("packed weights do not fit their kernel; build the plan again.");
}

}  // namespace

std::vector<std::byte> pack_weights(const MemoryDesc& plain, const void* data,
                                    const MemoryDesc& wanted) {
  ByteWriter out;
  out.put(kMagic);
  out.put(static_cast<uint32_t>(sizeof wanted.data));
  out.put_bytes(std::as_bytes(std::span(&wanted.data, 1)));
  out.pad_to(kAlignment);
  std::vector<std::byte> blob = out.take();
  const size_t header_bytes = blob.size();
  const size_t weight_bytes = wanted.get_size();
  blob.resize(header_bytes + weight_bytes);
  // A reorder needs aligned memory, which a vector does not promise.
  PrimitiveLaunch scratch(1);
  std::byte* target = scratch.own(weight_bytes);
  std::memset(target, 0, weight_bytes);
  reorder(plain, data, wanted, target);
  std::memcpy(blob.data() + header_bytes, target, weight_bytes);
  return blob;
}

bool can_pack(const MemoryDesc& plain, const MemoryDesc& wanted) {
  return guarded("weights",
                 [&] {
                   return dnnl::reorder::primitive_desc(cpu_engine(), plain, cpu_engine(), wanted);
                 })
      .ok();
}

Result<PackedWeights> read_weights(std::span<const std::byte> blob, const MemoryDesc& plain) {
  ByteReader in(blob);
  NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint32_t desc_bytes, in.get<uint32_t>());
  if (magic != kMagic || desc_bytes != sizeof(dnnl_memory_desc_t)) return damaged();
  NIGHTJAR_ASSIGN(const auto bytes, in.get_bytes(desc_bytes));
  NIGHTJAR_TRY(in.skip_to(kAlignment));
  dnnl_memory_desc_t raw;
  std::memcpy(&raw, bytes.data(), sizeof raw);
  const dnnl_memory_desc_t& expected = plain.data;
  const bool same_tensor = raw.ndims == expected.ndims && raw.data_type == expected.data_type &&
                           std::equal(raw.dims, raw.dims + expected.ndims, expected.dims);
  if (!same_tensor) return damaged();
  const MemoryDesc desc(raw);
  NIGHTJAR_ASSIGN(const auto data, in.get_bytes(in.remaining()));
  if (desc.get_size() != data.size()) return damaged();
  return PackedWeights{desc, data};
}

TwicePacked pack_weights_twice(const MemoryDesc& plain, const void* data,
                               const MemoryDesc& likely) {
  const std::vector<std::byte> ready = pack_weights(plain, data, likely);
  const std::vector<std::byte> given = pack_weights(plain, data, plain);
  ByteWriter out;
  out.put(kMagicOfTwo);
  out.put(static_cast<uint64_t>(ready.size()));
  out.put(static_cast<uint64_t>(given.size()));
  out.put(checksum64(given));
  out.pad_to(kAlignment);
  out.put_bytes(ready);
  out.pad_to(kAlignment);
  out.put_bytes(given);
  return {out.take(), given.size()};
}

Result<PackedWeights> read_either(std::span<const std::byte> blob, const MemoryDesc& plain,
                                  const MemoryDesc& wanted) {
  ByteReader in(blob);
  NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint64_t ready_bytes, in.get<uint64_t>());
  NIGHTJAR_ASSIGN(const uint64_t given_bytes, in.get<uint64_t>());
  NIGHTJAR_ASSIGN(const uint64_t given_checksum, in.get<uint64_t>());
  if (magic != kMagicOfTwo) return damaged();
  NIGHTJAR_TRY(in.skip_to(kAlignment));
  NIGHTJAR_ASSIGN(const auto ready_blob, in.get_bytes(ready_bytes));
  NIGHTJAR_TRY(in.skip_to(kAlignment));
  if (in.remaining() != given_bytes) return damaged();
  NIGHTJAR_ASSIGN(auto ready, read_weights(ready_blob, plain));
  if (ready.desc == wanted) return ready;
  NIGHTJAR_ASSIGN(const auto given, in.get_bytes(given_bytes));
  if (checksum64(given) != given_checksum) return damaged();
  return read_weights(given, plain);
}

Binding bind_packed(PrimitiveLaunch& launch, int argument, const PackedWeights& packed,
                    const MemoryDesc& wanted) {
  const void* weights = packed.data.data();
  const bool is_aligned = reinterpret_cast<uintptr_t>(weights) % kAlignment == 0;
  if (packed.desc != wanted || !is_aligned) {
    std::byte* owned = launch.own(wanted.get_size());
    if (packed.desc == wanted) {
      std::memcpy(owned, weights, packed.data.size());
    } else {
      reorder(packed.desc, weights, wanted, owned);
    }
    weights = owned;
  }
  return {argument, wanted, Binding::Source::kFixed, 0, weights};
}

Binding bind_unpacked(PrimitiveLaunch& launch, int argument, const MemoryDesc& plain, size_t index,
                      const MemoryDesc& wanted) {
  if (plain == wanted) return input(argument, plain, index);
  const Binding target = launch.workspace(argument, wanted);
  Binding written = target;
  written.argument = DNNL_ARG_TO;
  const dnnl::reorder::primitive_desc reorder(cpu_engine(), plain, cpu_engine(), wanted);
  launch.add_step(dnnl::reorder(reorder), {input(DNNL_ARG_FROM, plain, index), written});
  return target;
}

}  // namespace nightjar::kernels::onednn
