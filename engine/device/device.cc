// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/device.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#ifdef NIGHTJAR_HAS_CUDA
#include "engine/device/cuda_device.h"
#endif

namespace nightjar::device {
namespace {

constexpr std::string_view kCudaPrefix = "cuda:";
constexpr int kMaxThreads = 4096;

/// -1 when the text is no number of a device.
int ordinal_of(std::string_view text) {
  int value = -1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end ? value : -1;
}

#ifndef NIGHTJAR_HAS_CUDA
Result<std::unique_ptr<Device>> open_cuda_device(int ordinal) {
  return unsupported(
      fmt::format("device 'cuda:{}': this build has no CUDA backend; use 'cpu' instead.", ordinal));
}
#endif

}  // namespace

std::string DeviceInfo::class_name() const {
  if (kind == DeviceKind::kCpu) return fmt::format("cpu {} {} x{}", name, isa, cores);
  const std::string slice = mig_profile.empty() ? "" : " mig " + mig_profile;
  return fmt::format("cuda {} {}{}", name, isa, slice);
}

Buffer::Buffer(void* data, size_t byte_count, std::function<void(void*)> release)
    : data_(data), byte_count_(byte_count), release_(std::move(release)) {}

Buffer::Buffer(Buffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      byte_count_(std::exchange(other.byte_count_, 0)),
      release_(std::exchange(other.release_, nullptr)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  if (this != &other) {
    reset();
    data_ = std::exchange(other.data_, nullptr);
    byte_count_ = std::exchange(other.byte_count_, 0);
    release_ = std::exchange(other.release_, nullptr);
  }
  return *this;
}

void Buffer::reset() {
  if (data_ != nullptr && release_) release_(data_);
  data_ = nullptr;
  byte_count_ = 0;
  release_ = nullptr;
}

Status Stream::call(void (*function)(void*), void* data) {
  function(data);
  return {};
}

Result<std::unique_ptr<Recording>> Device::record(Stream&, const std::function<Status()>&) {
  return std::unique_ptr<Recording>();
}

Result<std::unique_ptr<Device>> open_device(const std::string& name, int threads) {
  if (threads < 0 || threads > kMaxThreads) {
    return invalid_input(
        fmt::format("device '{}': {} threads were asked for; give 0 (all allowed cores) to {}.",
                    name, threads, kMaxThreads));
  }
  if (name == "cpu") return make_cpu_device(threads);
  if (name.starts_with(kCudaPrefix)) {
    const int ordinal = ordinal_of(std::string_view(name).substr(kCudaPrefix.size()));
    if (ordinal >= 0) return open_cuda_device(ordinal);
  }
  return invalid_input(fmt::format("device '{}' is unknown; write 'cpu' or 'cuda:N'.", name));
}

}  // namespace nightjar::device
