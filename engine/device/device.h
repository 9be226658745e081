// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What runs kernels: memory, streams and facts of one CPU or GPU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace nightjar::device {

enum class DeviceKind : uint8_t { kCpu = 0, kCuda = 1 };

/// Facts that make results and tactics comparable.
struct DeviceInfo {
  DeviceKind kind = DeviceKind::kCpu;
  int ordinal = 0;
  std::string name;  ///< "AMD EPYC 9654", "NVIDIA H200"
  std::string isa;   ///< "avx512_core_bf16", "sm_90"
  int cores = 1;     ///< CPU threads a kernel may use, or multiprocessors.
  uint64_t memory_bytes = 0;
  bool has_fast_bf16 = false;
  std::string mig_profile;  ///< Empty unless a MIG slice.

  /// What results are comparable within: "cpu AMD EPYC 9654 avx512_core_bf16 x2".
  std::string class_name() const;
};

/// Owned device memory, aligned to 64 bytes at least; move-only.
class Buffer {
 public:
  Buffer() = default;
  Buffer(void* data, size_t byte_count, std::function<void(void*)> release);
  ~Buffer() { reset(); }
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;

  std::byte* data() { return static_cast<std::byte*>(data_); }
  const std::byte* data() const { return static_cast<const std::byte*>(data_); }
  size_t byte_count() const { return byte_count_; }
  void reset();

 private:
  void* data_ = nullptr;
  size_t byte_count_ = 0;
  std::function<void(void*)> release_;
};

/// Work queue of one device. A CPU stream runs work at once.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual Status synchronize() = 0;
  /// cudaStream_t, or nullptr on the CPU.
  virtual void* native() = 0;
  /// Calls a function of the host once everything queued before is done. `data` lives until then,
  /// and as long as a recording that holds the call. The function uses no device.
  virtual Status call(void (*function)(void*), void* data);
  /// Whether what is queued now is only recorded.
  virtual bool is_recording() { return false; }
};

/// Work recorded from a stream, queued as a whole again and again.
class Recording {
 public:
  virtual ~Recording() = default;
  virtual Status launch(Stream& stream) = 0;
  /// Takes over the pointers of the same work recorded anew; false when more than those differ.
  virtual Result<bool> update(Stream& stream, const std::function<Status()>& enqueue) = 0;
};

/// Marks a moment in a stream.
class Event {
 public:
  virtual ~Event() = default;
  virtual Status record(Stream& stream) = 0;
  virtual Status synchronize() = 0;
  /// Nanoseconds from `earlier` to this; both recorded and reached.
  virtual Result<double> elapsed_ns_since(const Event& earlier) const = 0;
};

/// One CPU or GPU. Thread-safe; outlives everything made from it.
class Device {
 public:
  virtual ~Device() = default;
  virtual const DeviceInfo& info() const = 0;
  virtual Result<Buffer> allocate(size_t byte_count) = 0;
  virtual Result<std::unique_ptr<Stream>> make_stream() = 0;
  virtual Result<std::unique_ptr<Event>> make_event() = 0;
  virtual Status copy_to_device(void* to, const void* from, size_t byte_count, Stream& stream) = 0;
  virtual Status copy_to_host(void* to, const void* from, size_t byte_count, Stream& stream) = 0;
  /// Records what `enqueue` queues on `stream`; it neither allocates nor waits. nullptr from a
  /// device that gains nothing by it, such as a CPU.
  virtual Result<std::unique_ptr<Recording>> record(Stream& stream,
                                                    const std::function<Status()>& enqueue);
};

/// The CPU as a device that uses `threads` threads (0: all it may run on).
std::unique_ptr<Device> make_cpu_device(int threads = 0);
/// "cpu" or "cuda:N". Fails with the reason when the machine or the build has no such device.
Result<std::unique_ptr<Device>> open_device(const std::string& name, int threads = 0);

}  // namespace nightjar::device
