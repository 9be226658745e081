// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_device.h"

#include <cuda_runtime_api.h>
#include <fmt/format.h>

#include "base/check.h"
#include "engine/device/card_name.h"
#include "engine/device/cuda_check.h"
#include "engine/device/cuda_graph.h"

namespace nightjar::device {
namespace {

/// Makes the device current whenever the stream is handed out, so that launches on it are right
/// from any thread.
class CudaStream final : public Stream {
 public:
  CudaStream(int ordinal, cudaStream_t stream) : ordinal_(ordinal), stream_(stream) {}
  ~CudaStream() override {
    cudaSetDevice(ordinal_);
    cudaStreamDestroy(stream_);
  }
  Status synchronize() override {
    return cuda_status(cudaStreamSynchronize(stream_), "waiting for the GPU");
  }
  void* native() override {
    cudaSetDevice(ordinal_);
    return stream_;
  }
  Status call(void (*function)(void*), void* data) override {
    cudaSetDevice(ordinal_);
    return cuda_status(cudaLaunchHostFunc(stream_, function, data), "queueing a host function");
  }
  bool is_recording() override {
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    cudaStreamIsCapturing(stream_, &status);
    return status == cudaStreamCaptureStatusActive;
  }

 private:
  int ordinal_;
  cudaStream_t stream_;
};

class CudaEvent final : public Event {
 public:
  explicit CudaEvent(cudaEvent_t event) : event_(event) {}
  ~CudaEvent() override { cudaEventDestroy(event_); }

  Status record(Stream& stream) override {
    const auto native = static_cast<cudaStream_t>(stream.native());
    return cuda_status(cudaEventRecord(event_, native), "recording an event");
  }
  Status synchronize() override {
    return cuda_status(cudaEventSynchronize(event_), "waiting for an event");
  }
  Result<double> elapsed_ns_since(const Event& earlier) const override {
    const auto* start = dynamic_cast<const CudaEvent*>(&earlier);
    NIGHTJAR_CHECK(start != nullptr, "events of one device are compared with each other");
    float milliseconds = 0;
    const auto code = cudaEventElapsedTime(&milliseconds, start->event_, event_);
    NIGHTJAR_TRY(cuda_status(code, "reading the time between two events"));
    return static_cast<double>(milliseconds) * 1e6;
  }

 private:
  cudaEvent_t event_;
};

class CudaDevice final : public Device {
 public:
  explicit CudaDevice(DeviceInfo info) : info_(std::move(info)) {}

  const DeviceInfo& info() const override { return info_; }

  Result<Buffer> allocate(size_t byte_count) override {
    NIGHTJAR_TRY(make_current());
    void* data = nullptr;
    const auto code = cudaMalloc(&data, byte_count == 0 ? 1 : byte_count);
    NIGHTJAR_TRY(cuda_status(code, fmt::format("allocating {} bytes on the GPU", byte_count)));
    const int ordinal = info_.ordinal;
    return Buffer(data, byte_count, [ordinal](void* memory) {
      cudaSetDevice(ordinal);
      cudaFree(memory);
    });
  }

  Result<std::unique_ptr<Stream>> make_stream() override {
    NIGHTJAR_TRY(make_current());
    cudaStream_t stream = nullptr;
    const auto code = cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);
    NIGHTJAR_TRY(cuda_status(code, "making a stream"));
    return std::unique_ptr<Stream>(std::make_unique<CudaStream>(info_.ordinal, stream));
  }

  Result<std::unique_ptr<Event>> make_event() override {
    NIGHTJAR_TRY(make_current());
    cudaEvent_t event = nullptr;
    NIGHTJAR_TRY(cuda_status(cudaEventCreate(&event), "making an event"));
    return std::unique_ptr<Event>(std::make_unique<CudaEvent>(event));
  }

  Status copy_to_device(void* to, const void* from, size_t byte_count, Stream& stream) override {
    return copy(to, from, byte_count, cudaMemcpyHostToDevice, stream);
  }
  Status copy_to_host(void* to, const void* from, size_t byte_count, Stream& stream) override {
    return copy(to, from, byte_count, cudaMemcpyDeviceToHost, stream);
  }
  Result<std::unique_ptr<Recording>> record(Stream& stream,
                                            const std::function<Status()>& enqueue) override {
    NIGHTJAR_ASSIGN(auto graph, CudaGraph::capture(stream, enqueue));
    return std::unique_ptr<Recording>(std::make_unique<CudaGraph>(std::move(graph)));
  }

 private:
  Status make_current() const {
    return cuda_status(cudaSetDevice(info_.ordinal), "choosing the GPU");
  }

  static Status copy(void* to, const void* from, size_t byte_count, cudaMemcpyKind kind,
                     Stream& stream) {
    if (byte_count == 0) return {};
    const auto native = static_cast<cudaStream_t>(stream.native());
    return cuda_status(cudaMemcpyAsync(to, from, byte_count, kind, native), "copying");
  }

  DeviceInfo info_;
};

}  // namespace

int cuda_device_count() {
  int count = 0;
  if (cudaGetDeviceCount(&count) != cudaSuccess) {
    cudaGetLastError();
    return 0;
  }
  return count;
}

Result<std::unique_ptr<Device>> open_cuda_device(int ordinal) {
  cudaDeviceProp properties;
  const auto code = cudaGetDeviceProperties(&properties, ordinal);
  NIGHTJAR_TRY(cuda_status(code, fmt::format("opening device 'cuda:{}'", ordinal)));
  if (properties.major < 8) {
    return unsupported(
        fmt::format("device 'cuda:{}' is a {} of compute capability {}.{}; 8.0 or "
                    "newer is wanted.",
                    ordinal, properties.name, properties.major, properties.minor));
  }
  DeviceInfo info;
  info.kind = DeviceKind::kCuda;
  info.ordinal = ordinal;
  info.mig_profile = mig_profile_of(properties.name);
  info.name = whole_card_name(properties.name);
  info.isa = fmt::format("sm_{}{}", properties.major, properties.minor);
  info.cores = properties.multiProcessorCount;
  info.memory_bytes = properties.totalGlobalMem;
  info.has_fast_bf16 = true;
  return std::unique_ptr<Device>(std::make_unique<CudaDevice>(std::move(info)));
}

std::string pci_bus_id(const Device& device) {
  char text[32] = {};
  const auto code = cudaDeviceGetPCIBusId(text, sizeof text, device.info().ordinal);
  return code == cudaSuccess ? text : "";
}

Result<Buffer> allocate_pinned(size_t byte_count) {
  void* data = nullptr;
  const auto code = cudaMallocHost(&data, byte_count == 0 ? 1 : byte_count);
  NIGHTJAR_TRY(cuda_status(code, fmt::format("pinning {} bytes of host memory", byte_count)));
  return Buffer(data, byte_count, [](void* memory) { cudaFreeHost(memory); });
}

}  // namespace nightjar::device
