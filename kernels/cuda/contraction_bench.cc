// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products and convolutions of the zoo on a GPU, each tactic under its best configuration.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <limits>

#include "kernels/conv/conv.h"
#include "kernels/cuda/graph_timing.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::kernels::cuda {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr int kTuningRounds = 3;
constexpr double kTera = 1e12;

struct ConvCase {
  int64_t channels, outputs, size, kernel, stride;
};
/// The distinct layers of resnet50 that take the most time.
constexpr ConvCase kConvs[] = {{3, 64, 224, 7, 2},    {64, 64, 56, 1, 1},    {64, 64, 56, 3, 1},
                               {64, 256, 56, 1, 1},   {256, 64, 56, 1, 1},   {128, 128, 28, 3, 1},
                               {128, 512, 28, 1, 1},  {512, 128, 28, 1, 1},  {256, 256, 14, 3, 1},
                               {256, 1024, 14, 1, 1}, {1024, 256, 14, 1, 1}, {512, 512, 7, 3, 1},
                               {512, 2048, 7, 1, 1},  {2048, 512, 7, 1, 1}};

struct GemmCase {
  int64_t m, n, k;
};
constexpr GemmCase kGemms[] = {{128, 768, 768},  {128, 2304, 768},  {128, 3072, 768},
                               {128, 768, 3072}, {49, 512, 2048},   {196, 256, 1024},
                               {784, 128, 512},  {3136, 64, 256},   {1, 1000, 2048},
                               {4096, 768, 768}, {4096, 3072, 768}, {4096, 4096, 4096}};

tensor::TensorDesc describe(const Dims& dims, DataType type, tensor::Layout layout) {
  return {type, tensor::to_shape(dims), layout};
}

Problem make_gemm(const GemmCase& of, DataType type) {
  GemmProblem gemm;
  gemm.a = describe({of.m, of.k}, type, tensor::Layout::kRowMajor);
  gemm.b = describe({of.n, of.k}, type, tensor::Layout::kRowMajor);
  gemm.bias = describe({of.n}, type, tensor::Layout::kRowMajor);
  gemm.y = describe({of.m, of.n}, type, tensor::Layout::kRowMajor);
  gemm.trans_b = true;
  return gemm.to_problem();
}

Problem make_conv(const ConvCase& of, int64_t batch, DataType type) {
  const int64_t pad = of.kernel / 2, size = (of.size + 2 * pad - of.kernel) / of.stride + 1;
  ConvProblem conv;
  conv.window = Window::plain(2);
  conv.window.strides = {of.stride, of.stride};
  conv.window.pads_begin = conv.window.pads_end = {pad, pad};
  conv.activation.kind = ActivationKind::kRelu;
  conv.x = describe({batch, of.channels, of.size, of.size}, type, tensor::Layout::kChannelsLast);
  conv.w =
      describe({of.outputs, of.channels, of.kernel, of.kernel}, type, tensor::Layout::kRowMajor);
  conv.bias = describe({of.outputs}, DataType::kFloat32, tensor::Layout::kRowMajor);
  conv.y = describe({batch, of.outputs, size, size}, type, tensor::Layout::kChannelsLast);
  return conv.to_problem();
}

double operations_of(const Problem& problem) {
  const Dims y = dims_of(problem.outputs[0]), w = dims_of(problem.inputs[1]);
  const double each = problem.family == "gemm" ? static_cast<double>(w.back())
                                               : static_cast<double>(w[1] * w[2] * w[3]);
  return 2 * each * static_cast<double>(tensor::element_count(y));
}

/// The fastest configuration by a few replays; empty when none runs.
std::string best_config(TimedProblem& timed, const Tactic& tactic, const Problem& problem,
                        const device::DeviceInfo& info) {
  std::string best;
  double best_ns = std::numeric_limits<double>::infinity();
  for (const std::string& config : tactic.configs(problem, info)) {
    const auto time_ns = timed.time_ns(tactic, config, kTuningRounds);
    if (!time_ns.ok() || *time_ns >= best_ns) continue;
    best_ns = *time_ns;
    best = config;
  }
  return best;
}

void run(benchmark::State& state, const Tactic& tactic, const Problem& problem,
         device::Device& device) {
  auto timed = TimedProblem::make(device, problem);
  if (!timed.ok()) return state.SkipWithError(timed.error().message.c_str());
  const std::string config = best_config(*timed, tactic, problem, device.info());
  double seconds = 0;
  for (auto _ : state) {
    const auto time_ns = timed->time_ns(tactic, config, kTuningRounds);
    if (!time_ns.ok()) return state.SkipWithError(time_ns.error().message.c_str());
    state.SetIterationTime(*time_ns * 1e-9);
    seconds += *time_ns * 1e-9;
  }
  const double each = seconds / static_cast<double>(state.iterations());
  state.counters["us"] = each * 1e6;
  state.counters["TFLOP/s"] = operations_of(problem) / each / kTera;
  state.SetLabel(config);
}

/// Benchmarks keep the device open: to open one takes longer than they do.
using SharedDevice = std::shared_ptr<device::Device>;

void add(const std::string& name, std::string_view tactic_name, const Problem& problem,
         const SharedDevice& device) {
  const Tactic* tactic = find_tactic(tactic_name);
  if (tactic == nullptr || !tactic->supports(problem, device->info())) return;
  benchmark::RegisterBenchmark(
      fmt::format("{}/{}", name, tactic_name).c_str(),
      [tactic, problem, device](benchmark::State& state) { run(state, *tactic, problem, *device); })
      ->UseManualTime()
      ->Iterations(3)
      ->Unit(benchmark::kMicrosecond);
}

const bool kAdded = [] {
  auto opened = device::open_device("cuda:0");
  if (!opened.ok()) return false;
  const SharedDevice device = *std::move(opened);
  for (const GemmCase& of : kGemms) {
    const std::string name = fmt::format("cuda_gemm/f16/{}x{}x{}", of.m, of.n, of.k);
    for (const char* tactic : {"gemm.own.wgmma.v1", "gemm.own.mma.v1", "gemm.cublaslt.v1"}) {
      add(name, tactic, make_gemm(of, DataType::kFloat16), device);
    }
  }
  add("cuda_gemm/f32/4096x768x768", "gemm.own.simt.v1",
      make_gemm({4096, 768, 768}, DataType::kFloat32), device);
  add("cuda_gemm/f32/4096x768x768", "gemm.cublaslt.v1",
      make_gemm({4096, 768, 768}, DataType::kFloat32), device);
  for (const int64_t batch : {1, 32, 128}) {
    for (const ConvCase& of : kConvs) {
      for (const char* tactic : {"conv.own.wgmma.v1", "conv.own.mma.v1"}) {
        add(fmt::format("cuda_conv/f16/b{}/{}to{}_{}x{}_k{}s{}", batch, of.channels, of.outputs,
                        of.size, of.size, of.kernel, of.stride),
            tactic, make_conv(of, batch, DataType::kFloat16), device);
      }
    }
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels::cuda
