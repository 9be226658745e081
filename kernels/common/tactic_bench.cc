// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/tactic_bench.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::kernels {
namespace {

using tensor::HostTensor;

std::vector<HostTensor> make_inputs(const Problem& problem) {
  std::minstd_rand random(1);
  std::vector<HostTensor> inputs;
  for (const tensor::TensorDesc& desc : problem.inputs) {
    inputs.emplace_back();
    if (desc.type == tensor::DataType::kUndefined) continue;
    HostTensor& input = inputs.back();
    input = HostTensor(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)));
    for (int64_t i = 0; i < input.count(); ++i) {
      input.set_value(i, static_cast<double>(random() % 2001) / 1000.0 - 1.0);
    }
  }
  return inputs;
}

double worst_error(const HostTensor& expected, const HostTensor& actual) {
  double magnitude = 1, error = 0;
  for (int64_t i = 0; i < expected.count(); ++i) {
    magnitude = std::max(magnitude, std::abs(expected.value_at(i)));
    error = std::max(error, std::abs(expected.value_at(i) - actual.value_at(i)));
  }
  return error / magnitude;
}

std::string pick_config(const Tactic& tactic, const BenchCase& bench,
                        const device::DeviceInfo& info) {
  for (const std::string& config : tactic.configs(bench.problem, info)) {
    if (config.find(bench.config_like) != std::string::npos) return config;
  }
  return "";
}

/// Everything a launch needs, kept together.
struct Opened {
  std::unique_ptr<device::Device> device = device::make_cpu_device(1);
  Prepared prepared;
  std::unique_ptr<Launchable> launchable;
  std::vector<const void*> sources;
  std::vector<HostTensor> outputs;
  std::vector<void*> targets;
  device::Buffer workspace;
};

Status open(const BenchCase& bench, const std::vector<HostTensor>& inputs, Opened& opened) {
  const Tactic& tactic = *find_tactic(bench.tactic);
  const std::string config = pick_config(tactic, bench, opened.device->info());
  std::vector<HostTensor> constants(inputs.size());
  for (const size_t i : bench.constant) constants[i] = inputs[i];
  NIGHTJAR_ASSIGN(opened.prepared,
                  tactic.prepare(bench.problem, config, constants, *opened.device));
  NIGHTJAR_ASSIGN(opened.launchable,
                  tactic.open(bench.problem, config, opened.prepared.blob, *opened.device));
  for (const HostTensor& input : inputs) opened.sources.push_back(input.bytes());
  for (const tensor::TensorDesc& desc : bench.problem.outputs) {
    opened.outputs.emplace_back(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)));
    opened.targets.push_back(opened.outputs.back().bytes());
  }
  NIGHTJAR_ASSIGN(opened.workspace, opened.device->allocate(opened.launchable->workspace_bytes()));
  return {};
}

void time_case(benchmark::State& state, const BenchCase& bench) {
  const std::vector<HostTensor> inputs = make_inputs(bench.problem);
  const auto expected = plain_answer(bench.problem, inputs);
  Opened opened;
  Status status = expected.ok() ? open(bench, inputs, opened) : Status(expected.error());
  const auto launch = [&] {
    return opened.launchable->launch(
        {opened.sources, opened.targets, opened.workspace.data(), nullptr});
  };
  if (status.ok()) status = launch();
  if (!status.ok()) return state.SkipWithError(status.error().message.c_str());
  if (!(worst_error((*expected)[0], opened.outputs[0]) <= bench.tolerance)) {
    return state.SkipWithError("the tactic disagrees with the plain answer");
  }
  for (auto _ : state) benchmark::DoNotOptimize(launch().ok());
  state.counters["FLOPS"] =
      benchmark::Counter(bench.operations, benchmark::Counter::kIsIterationInvariantRate);
}

}  // namespace

void register_bench(const BenchCase& bench) {
  const Tactic* tactic = find_tactic(bench.tactic);
  const device::DeviceInfo info = device::make_cpu_device(1)->info();
  if (tactic == nullptr || !tactic->supports(bench.problem, info)) return;
  const std::string config = pick_config(*tactic, bench, info);
  if (config.find(bench.config_like) == std::string::npos) return;
  benchmark::RegisterBenchmark(bench.name.c_str(), [bench](benchmark::State& state) {
    time_case(state, bench);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace nightjar::kernels
