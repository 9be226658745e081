// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One engine for many shapes and several threads: a profile, memory of the caller's for
// activations, outputs from an allocator, and the time of each layer.
//   many_shapes
#include <cstdio>
#include <thread>

#include "engine/engine.h"

namespace {

using namespace nightjar;
using tensor::Dim;

constexpr int64_t kLargestBatch = 8;

/// y = softmax(x w), for a batch that is open.
Result<engine::Network> classifier() {
  engine::Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {Dim::symbol("batch"), 16}});
  engine::HostTensor weights(tensor::DataType::kFloat32, {16, 4});
  for (int64_t i = 0; i < weights.count(); ++i) {
    weights.set_value(i, 0.1 * static_cast<double>(i % 5));
  }
  network::Op product;
  product.name = "product";
  product.type = "MatMul";
  product.inputs = {x, network.add_constant("w", std::move(weights))};
  NIGHTJAR_ASSIGN(const auto scores, network.add_op(std::move(product), 1));
  network::Op softmax;
  softmax.name = "softmax";
  softmax.type = "Softmax";
  softmax.inputs = scores;
  NIGHTJAR_ASSIGN(const auto shares, network.add_op(std::move(softmax), 1));
  network.add_output(shares.front(), "y");
  return network;
}

/// Keeps one buffer, which grows with what is asked for.
class GrowingMemory final : public engine::OutputAllocator {
 public:
  void* reallocate(const std::string&, const tensor::Dims& dims, size_t byte_count) override {
    shape_ = dims;
    if (memory_.size() < byte_count) memory_.resize(byte_count);
    return memory_.data();
  }
  const tensor::Dims& shape() const { return shape_; }

 private:
  std::vector<std::byte> memory_;
  tensor::Dims shape_;
};

class PrintedTimes final : public engine::Profiler {
 public:
  void report_layer_time(const std::string& layer, double ms) override {
    std::printf("  %s: %.4f ms\n", layer.c_str(), ms);
  }
};

/// One thread's work: a context of its own on the engine that all share.
Status serve(const std::shared_ptr<const engine::Engine>& engine, bool prints) {
  device::Device& device = engine->device();
  NIGHTJAR_ASSIGN(const size_t bytes, engine->activation_bytes({{"x", {kLargestBatch, 16}}}));
  NIGHTJAR_ASSIGN(auto activations, device.allocate(bytes));
  engine::ContextOptions options;
  options.activation_memory = {activations.data(), bytes};
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine, options));
  NIGHTJAR_ASSIGN(const auto stream, device.make_stream());
  GrowingMemory output;
  context->set_output_allocator(&output);
  for (int64_t batch = 1; batch <= kLargestBatch; ++batch) {
    const engine::HostTensor input(tensor::DataType::kFloat32, {batch, 16});
    NIGHTJAR_TRY(context->set_input_dims({{"x", input.dims()}}));
    NIGHTJAR_TRY(context->bind_input("x", input.bytes()));
    NIGHTJAR_TRY(context->enqueue(*stream));
    NIGHTJAR_TRY(stream->synchronize());
    if (prints)
      std::printf("batch %d: %s\n", int(batch), tensor::to_string(output.shape()).c_str());
  }
  const Status refused = context->set_input_dims({{"x", {kLargestBatch + 1, 16}}});
  if (prints) std::printf("refused: %s\n", refused.error().message.c_str());
  return {};
}

Status many_shapes() {
  engine::ConsoleLogger logger;
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto device, device::open_device("cpu", 1));
  NIGHTJAR_ASSIGN(const auto network, classifier());
  engine::BuildConfig config;
  config.add_profile({{{"x", {{1, 16}, {4, 16}, {kLargestBatch, 16}}}}});
  NIGHTJAR_ASSIGN(const auto built, engine::Builder(*device, logger, clock).build(network, config));
  NIGHTJAR_ASSIGN(const auto engine, engine::Runtime(*device, logger).load(built.bytes));
  std::vector<Status> outcomes(4);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    threads.emplace_back([&, i] { outcomes[i] = serve(engine, i == 0); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Status& outcome : outcomes) NIGHTJAR_TRY(outcome);

  const engine::HostTensor input(tensor::DataType::kFloat32, {2, 16});
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  NIGHTJAR_TRY(context->run({{"x", input}}));
  engine::HostTensor output(tensor::DataType::kFloat32, {2, 4});
  NIGHTJAR_TRY(context->bind_input("x", input.bytes()));
  NIGHTJAR_TRY(context->bind_output("y", output.bytes()));
  NIGHTJAR_ASSIGN(const auto stream, device->make_stream());
  PrintedTimes times;
  return profile_once(*context, *stream, times);
}

}  // namespace

int main() {
  const nightjar::Status status = many_shapes();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return status.ok() ? 0 : 1;
}
