// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What engines do for a long time and from many threads: nothing allocated, nothing mixed up,
// nothing kept.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstring>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/engine/runtime/written_plan.h"
#include "tests/fakes/engine/call_counter.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::runtime {
namespace {

using fakes::Sketch;
using tensor::Dim;
using tensor::HostTensor;

network::Network small_model() {
  Sketch sketch;
  auto x = sketch.input("x", {Dim::symbol("N"), 4, 8, 8});
  x = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 4, 16, 3), 16)});
  x = sketch.op("Flatten", {sketch.op("GlobalAveragePool", {x})});
  x = sketch.op("Gemm", {x, sketch.weights({16, 10}), sketch.weights({10})});
  sketch.output(sketch.op("Softmax", {x}));
  return sketch.network();
}

std::shared_ptr<const Engine> engine_with(std::vector<std::string> sources, device::Device& device,
                                          const network::Network& network = small_model()) {
  build::BuildOptions options;
  options.allowed_sources = std::move(sources);
  options.level = 1;
  return Engine::load(written_plan(network, device, options), device).value();
}

HostTensor input_of(int64_t batch, float value) {
  const tensor::Dims dims = {batch, 4, 8, 8};
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = value * static_cast<float>(i % 7);
  return HostTensor::of_floats(dims, values);
}

/// Calls of 100 inferences once warm.
fakes::CallCounts calls_when_warm(const std::shared_ptr<const Engine>& engine) {
  const auto context = Context::create(engine).value();
  const auto stream = engine->device().make_stream().value();
  TensorsByName values;
  DimsByName dims;
  for (const std::string& name : engine->input_names()) {
    tensor::SymbolValues symbols;
    std::vector<std::string> names;
    for (const Dim& extent : engine->input_desc(name).shape) extent.collect_symbols(names);
    for (const std::string& symbol : names) symbols[symbol] = 2;
    dims[name] = tensor::evaluate(engine->input_desc(name).shape, symbols).value();
    values[name] = HostTensor(engine->input_desc(name).type, dims[name]);
  }
  EXPECT_TRUE(context->set_input_dims(dims).ok());
  for (const std::string& name : engine->output_names()) {
    values[name] = HostTensor(engine->output_desc(name).type, context->output_dims(name).value());
    EXPECT_TRUE(context->bind_output(name, values[name].bytes()).ok());
  }
  for (const auto& [name, extents] : dims) {
    EXPECT_TRUE(context->bind_input(name, values[name].bytes()).ok());
  }
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(context->enqueue(*stream).ok());
  bool all_ok = true;
  fakes::CallCounter counter;
  for (int i = 0; i < 100; ++i) all_ok &= context->enqueue(*stream).ok();
  const fakes::CallCounts counts = counter.finish();
  EXPECT_TRUE(all_ok);
  return counts;
}

TEST(SteadyState, AnInferenceAllocatesAndLocksNothingOnceWarm) {
  if (!fakes::CallCounter::is_possible()) GTEST_SKIP() << "sanitizers have allocators of their own";
  const auto device = device::make_cpu_device(1);
  const auto counts = calls_when_warm(engine_with({"plain", "own"}, *device));
  EXPECT_EQ(counts.own_allocations, 0u);
  EXPECT_EQ(counts.other_allocations, 0u);
  EXPECT_EQ(counts.own_locks, 0u);
  EXPECT_EQ(counts.other_locks, 0u);
}

TEST(SteadyState, NeitherDoRandomNetworks) {
  if (!fakes::CallCounter::is_possible()) GTEST_SKIP() << "sanitizers have allocators of their own";
  const auto device = device::make_cpu_device(1);
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    for (const char* source : {"plain", "own"}) {
      const auto counts =
          calls_when_warm(engine_with({source}, *device, fakes::random_network(seed)));
      EXPECT_EQ(counts.own_allocations + counts.other_allocations, 0u) << source << " " << seed;
      EXPECT_EQ(counts.own_locks, 0u) << source << " " << seed;
    }
  }
}

TEST(SteadyState, WhatOneDnnAllocatesIsItsOwnAndStated) {
  if (!fakes::CallCounter::is_possible()) GTEST_SKIP() << "sanitizers have allocators of their own";
  const auto device = device::make_cpu_device(1);
  const auto counts = calls_when_warm(engine_with({"onednn"}, *device));
  EXPECT_EQ(counts.own_allocations, 0u);
  EXPECT_EQ(counts.own_locks, 0u);
  std::cout << "oneDNN, in 100 inferences: " << counts.other_allocations << " allocations, "
            << counts.other_locks << " locks\n";
}

TEST(SteadyState, TheCounterSeesAnAllocation) {
  if (!fakes::CallCounter::is_possible()) GTEST_SKIP() << "sanitizers have allocators of their own";
  fakes::CallCounter counter;
  std::vector<int> allocated(100);
  std::mutex mutex;
  { const std::lock_guard lock(mutex); }
  const auto counts = counter.finish();
  EXPECT_EQ(allocated.size(), 100u);
  EXPECT_GE(counts.own_allocations, 1u);
  EXPECT_GE(counts.own_locks, 1u);
}

/// Every thread goes round its contexts with shapes and values of its own.
TEST(SteadyState, EightThreadsOfEightContextsAgreeWithOne) {
  constexpr int kThreads = 8, kContexts = 8, kInferences = 1000, kKinds = 6;
  const auto device = device::make_cpu_device(1);
  const auto engine = engine_with({"plain", "own"}, *device);
  std::vector<HostTensor> inputs, expected;
  const auto judge = Context::create(engine).value();
  for (int kind = 0; kind < kKinds; ++kind) {
    inputs.push_back(input_of(1 + kind % 3, 0.05f * static_cast<float>(kind + 1)));
    expected.push_back(judge->run({{"x", inputs.back()}}).value().at("y0"));
  }
  std::vector<int> wrong(kThreads, 0);
  const auto work = [&](int thread) {
    std::vector<std::unique_ptr<Context>> contexts;
    for (int i = 0; i < kContexts; ++i) contexts.push_back(Context::create(engine).value());
    for (int i = 0; i < kInferences; ++i) {
      const auto kind = static_cast<size_t>((thread + i) % kKinds);
      const auto found = contexts[static_cast<size_t>(i % kContexts)]->run({{"x", inputs[kind]}});
      const HostTensor& want = expected[kind];
      const bool agrees =
          found.ok() && found->at("y0").dims() == want.dims() &&
          std::memcmp(found->at("y0").bytes(), want.bytes(), want.byte_count()) == 0;
      wrong[static_cast<size_t>(thread)] += agrees ? 0 : 1;
    }
  };
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) threads.emplace_back(work, thread);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(kThreads, 0));
}

TEST(SteadyState, TwoHundredBuildsAndLoadsLeaveMemoryFlat) {
  if (!fakes::CallCounter::is_possible()) GTEST_SKIP() << "sanitizers have allocators of their own";
  const auto device = device::make_cpu_device(1);
  const auto cycle = [&] {
    const auto engine = engine_with({}, *device);
    EXPECT_TRUE(Context::create(engine).value()->run({{"x", input_of(2, 0.1f)}}).ok());
  };
  // oneDNN keeps compiled primitives in a cache of its own, which is full of these by then.
  for (int i = 0; i < 20; ++i) cycle();
  const size_t before = mallinfo2().uordblks;
  for (int i = 0; i < 200; ++i) cycle();
  const size_t after = mallinfo2().uordblks;
  EXPECT_LT(after, before + 64 * 1024) << "grew from " << before << " to " << after << " bytes";
}

}  // namespace
}  // namespace nightjar::runtime
