// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The CPU as a device: a stream runs work at once, copies are memcpy, events read the clock.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/check.h"
#include "engine/device/cpu_facts.h"
#include "engine/device/device.h"

namespace nightjar::device {
namespace {

constexpr size_t kAlignment = 64;

class CpuStream final : public Stream {
 public:
  Status synchronize() override { return {}; }
  void* native() override { return nullptr; }
};

class CpuEvent final : public Event {
 public:
  Status record(Stream&) override {
    recorded_at_ = std::chrono::steady_clock::now();
    return {};
  }
  Status synchronize() override { return {}; }

  Result<double> elapsed_ns_since(const Event& earlier) const override {
    const auto* start = dynamic_cast<const CpuEvent*>(&earlier);
    NIGHTJAR_CHECK(start != nullptr, "events of one device are compared with each other");
    if (!recorded_at_ || !start->recorded_at_) {
      return internal_error("an event was asked for its time before it was recorded.");
    }
    return std::chrono::duration<double, std::nano>(*recorded_at_ - *start->recorded_at_).count();
  }

 private:
  std::optional<std::chrono::steady_clock::time_point> recorded_at_;
};

class CpuDevice final : public Device {
 public:
  explicit CpuDevice(int threads) {
    static const CpuFacts kFacts = read_cpu_facts();
    info_.kind = DeviceKind::kCpu;
    info_.name = kFacts.name;
    info_.isa = kFacts.isa;
    info_.cores = threads > 0 ? threads : read_cpu_facts().allowed_cores;
    info_.memory_bytes = kFacts.memory_bytes;
    info_.has_fast_bf16 = info_.isa == "avx512_core_bf16" || info_.isa == "avx512_core_amx";
  }

  const DeviceInfo& info() const override { return info_; }

  Result<Buffer> allocate(size_t byte_count) override {
    // More than the machine has is refused without asking: overcommit would grant it.
    const bool is_hopeless = info_.memory_bytes != 0 && byte_count > info_.memory_bytes;
    if (is_hopeless || byte_count > SIZE_MAX - kAlignment) return out_of_memory(byte_count);
    const size_t rounded = (byte_count + kAlignment - 1) / kAlignment * kAlignment;
    void* data = std::aligned_alloc(kAlignment, rounded == 0 ? kAlignment : rounded);
    if (data == nullptr) return out_of_memory(byte_count);
    return Buffer(data, byte_count, [](void* memory) { std::free(memory); });
  }

  Result<std::unique_ptr<Stream>> make_stream() override {
    return std::unique_ptr<Stream>(std::make_unique<CpuStream>());
  }
  Result<std::unique_ptr<Event>> make_event() override {
    return std::unique_ptr<Event>(std::make_unique<CpuEvent>());
  }
  Status copy_to_device(void* to, const void* from, size_t byte_count, Stream&) override {
    if (byte_count != 0) std::memcpy(to, from, byte_count);
    return {};
  }
  Status copy_to_host(void* to, const void* from, size_t byte_count, Stream&) override {
    if (byte_count != 0) std::memcpy(to, from, byte_count);
    return {};
  }

 private:
  static Error out_of_memory(size_t byte_count) {
    return io_error(fmt::format("the CPU has no {} bytes of memory left; free some.", byte_count));
  }

  DeviceInfo info_;
};

}  // namespace

std::unique_ptr<Device> make_cpu_device(int threads) {
  return std::make_unique<CpuDevice>(threads);
}

}  // namespace nightjar::device
