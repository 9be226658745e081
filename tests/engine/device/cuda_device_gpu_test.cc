// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_device.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "engine/device/cuda_graph.h"
#include "engine/device/cuda_l2_flush.h"
#include "engine/device/cuda_module.h"
#include "engine/device/nvml.h"

namespace nightjar::device {
namespace {

constexpr size_t kCount = 1 << 20;

class CudaDeviceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_device("cuda:0");
    if (!opened.ok()) GTEST_SKIP() << opened.error().message;
    device_ = *std::move(opened);
    stream_ = *device_->make_stream();
  }
  std::vector<int> read(const Buffer& buffer) {
    std::vector<int> values(buffer.byte_count() / sizeof(int));
    EXPECT_TRUE(
        device_->copy_to_host(values.data(), buffer.data(), buffer.byte_count(), *stream_).ok());
    EXPECT_TRUE(stream_->synchronize().ok());
    return values;
  }

  std::unique_ptr<Device> device_;
  std::unique_ptr<Stream> stream_;
};

constexpr const char* kAddOne =
    "extern \"C\" __global__ void add_one(int* x, int count) {"
    "  int i = blockIdx.x * blockDim.x + threadIdx.x; if (i < count) x[i] += 1; }";

TEST_F(CudaDeviceTest, KnowsItself) {
  const DeviceInfo& info = device_->info();
  EXPECT_EQ(info.kind, DeviceKind::kCuda);
  EXPECT_TRUE(info.isa.starts_with("sm_"));
  EXPECT_GT(info.cores, 0);
  EXPECT_GT(info.memory_bytes, uint64_t{1} << 30);
  EXPECT_TRUE(info.class_name().starts_with("cuda "));
  std::printf("%s, %d multiprocessors\n", info.class_name().c_str(), info.cores);
}

TEST_F(CudaDeviceTest, RefusesAGpuThatIsNotThere) {
  const auto opened = open_device("cuda:" + std::to_string(cuda_device_count()));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind, ErrorKind::kNotFound);
}

TEST_F(CudaDeviceTest, SaysWhenMemoryRunsOut) {
  const auto buffer = device_->allocate(size_t{1} << 50);
  ASSERT_FALSE(buffer.ok());
  EXPECT_EQ(buffer.error().kind, ErrorKind::kIo);
  EXPECT_TRUE(device_->allocate(1024).ok());
}

TEST_F(CudaDeviceTest, CopiesThereAndBack) {
  std::vector<int> values(kCount);
  std::iota(values.begin(), values.end(), 7);
  auto pinned = allocate_pinned(kCount * sizeof(int));
  ASSERT_TRUE(pinned.ok());
  auto buffer = device_->allocate(kCount * sizeof(int));
  ASSERT_TRUE(buffer.ok());
  ASSERT_TRUE(
      device_->copy_to_device(buffer->data(), values.data(), buffer->byte_count(), *stream_).ok());
  EXPECT_EQ(read(*buffer), values);
}

TEST_F(CudaDeviceTest, ReplaysAGraphOfAGeneratedKernel) {
  auto buffer = *device_->allocate(kCount * sizeof(int));
  const std::vector<int> zeros(kCount, 0);
  ASSERT_TRUE(
      device_->copy_to_device(buffer.data(), zeros.data(), buffer.byte_count(), *stream_).ok());
  ASSERT_TRUE(stream_->synchronize().ok());
  const auto code = compile_cuda(kAddOne, device_->info().isa);
  ASSERT_TRUE(code.ok()) << code.error().message;
  const auto module = CudaModule::load(*code);
  ASSERT_TRUE(module.ok()) << module.error().message;
  const auto kernel = module->kernel("add_one");
  ASSERT_TRUE(kernel.ok()) << kernel.error().message;
  EXPECT_FALSE(module->kernel("add_two").ok());

  const auto enqueue = [&] {
    void* data = buffer.data();
    int count = kCount;
    void* arguments[] = {&data, &count};
    return CudaModule::launch(*kernel, {{kCount / 256, 1, 1}, {256, 1, 1}, 0}, arguments, *stream_);
  };
  auto graph = CudaGraph::capture(*stream_, enqueue);
  ASSERT_TRUE(graph.ok()) << graph.error().message;
  auto begin = *device_->make_event(), end = *device_->make_event();
  ASSERT_TRUE(begin->record(*stream_).ok());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(graph->launch(*stream_).ok());
  ASSERT_TRUE(end->record(*stream_).ok());
  ASSERT_TRUE(end->synchronize().ok());
  EXPECT_GT(*end->elapsed_ns_since(*begin), 0);
  EXPECT_EQ(read(buffer), std::vector<int>(kCount, 3));

  auto other = *device_->allocate(kCount * sizeof(int));
  ASSERT_TRUE(
      device_->copy_to_device(other.data(), zeros.data(), other.byte_count(), *stream_).ok());
  std::swap(buffer, other);
  const auto updated = graph->update(*stream_, enqueue);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_TRUE(*updated);
  ASSERT_TRUE(graph->launch(*stream_).ok());
  EXPECT_EQ(read(buffer), std::vector<int>(kCount, 1));
}

TEST_F(CudaDeviceTest, KeepsTheStreamWhenACaptureFails) {
  const auto graph =
      CudaGraph::capture(*stream_, [] { return Status(unsupported("not this time.")); });
  ASSERT_FALSE(graph.ok());
  EXPECT_EQ(graph.error().message, "not this time.");
  EXPECT_TRUE(stream_->synchronize().ok());
}

TEST_F(CudaDeviceTest, FlushesTheCache) {
  auto flush = L2Flush::make(*device_);
  ASSERT_TRUE(flush.ok()) << flush.error().message;
  EXPECT_TRUE(flush->run(*stream_).ok());
  EXPECT_TRUE(stream_->synchronize().ok());
}

TEST_F(CudaDeviceTest, IsWatchedByTheDriver) {
  const auto nvml = open_nvml();
  if (!nvml.ok()) GTEST_SKIP() << nvml.error().message;
  const auto monitor = GpuMonitor::open(*nvml, pci_bus_id(*device_));
  ASSERT_TRUE(monitor.ok()) << monitor.error().message;
  const GpuState state = monitor->read();
  EXPECT_GT(state.sm_clock_mhz, 0u);
  EXPECT_GT(state.temperature_c, 0);
  std::printf("driver %s, %u MHz, %.0f W of %.0f W, %.0f C\n", monitor->driver_version().c_str(),
              state.sm_clock_mhz, state.power_w, state.power_limit_w, state.temperature_c);
}

}  // namespace
}  // namespace nightjar::device
