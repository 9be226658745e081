// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What taking samples costs beside a bare loop around the same engine, at about 1 ms an inference.
// Both take turns, so that a machine that changes its pace changes it for both. The harness also
// copies inputs and outputs, as a caller would; the bare loop does the same by hand. Where other
// programs have the core now and then, the time that this thread itself had is what to look at.
#include <benchmark/benchmark.h>
#include <time.h>

#include <cstring>

#include "results/statistics/quantile.h"
#include "worker/measure/arrival.h"
#include "worker/measure/sample_loop.h"
#include "worker/runners/bench_networks.h"
#include "worker/runners/engine_lane.h"
#include "worker/runners/models/model_inputs.h"

namespace {

using namespace nightjar;

constexpr int kTurns = 30;
constexpr int kInferences = 40;  // a turn

struct Setup {
  SystemClock clock;
  std::unique_ptr<device::Device> device = device::make_cpu_device(1);
  std::shared_ptr<const engine::Engine> engine;
  runtime::TensorsByName inputs;

  Status prepare() {
    const network::Network network = runners::bench_convnet(1);
    NIGHTJAR_ASSIGN(const auto outcome, build::build_plan(network, *device, {}, clock));
    auto bytes = std::make_shared<std::vector<std::byte>>(outcome.bytes);
    NIGHTJAR_ASSIGN(auto plan, plan::read_plan(*bytes, bytes));
    NIGHTJAR_ASSIGN(engine, engine::Engine::load(std::move(plan), *device));
    NIGHTJAR_ASSIGN(const auto dims, runners::input_dims(network, {}, 1));
    NIGHTJAR_ASSIGN(inputs, runners::seeded_inputs(network, dims, 1));
    return {};
  }
};

/// What a programmer would write to time an inference.
class BareLoop {
 public:
  Status prepare(Setup& setup) {
    NIGHTJAR_ASSIGN(context_, engine::Context::create(setup.engine));
    NIGHTJAR_ASSIGN(stream_, setup.device->make_stream());
    input_ = setup.inputs.at("x");
    bound_input_ = input_;
    NIGHTJAR_TRY(context_->set_input_dims({{"x", input_.dims()}}));
    NIGHTJAR_TRY(context_->bind_input("x", bound_input_.bytes()));
    NIGHTJAR_ASSIGN(auto dims, context_->output_dims("y"));
    output_ = tensor::HostTensor(tensor::DataType::kFloat32, dims);
    bound_output_ = output_;
    return context_->bind_output("y", bound_output_.bytes());
  }
  Status run() {
    std::memcpy(bound_input_.bytes(), input_.bytes(), input_.byte_count());
    NIGHTJAR_TRY(context_->enqueue(*stream_));
    std::memcpy(output_.bytes(), bound_output_.bytes(), output_.byte_count());
    return {};
  }

 private:
  std::unique_ptr<engine::Context> context_;
  std::unique_ptr<device::Stream> stream_;
  tensor::HostTensor input_, bound_input_, output_, bound_output_;
};

/// What one turn took: on the wall, and of this thread's own time.
struct Spent {
  double wall_ns = 0, thread_ns = 0;

  Spent since(const Spent& start) const {
    return {wall_ns - start.wall_ns, thread_ns - start.thread_ns};
  }
};

Spent now(const Clock& clock) {
  timespec own{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &own);
  return {static_cast<double>(clock.steady_ns()),
          1e9 * static_cast<double>(own.tv_sec) + static_cast<double>(own.tv_nsec)};
}

Status run_bare(Setup& setup, BareLoop& bare, Spent& spent) {
  const Spent start = now(setup.clock);
  for (int i = 0; i < kInferences; ++i) NIGHTJAR_TRY(bare.run());
  spent = now(setup.clock).since(start);
  return {};
}

Status run_harness(Setup& setup, runners::EngineLane& lane, Spent& spent) {
  measure::SingleStream subject(lane, setup.clock);
  measure::PreemptionGuard guard;
  scenarios::SamplingPlan plan;
  plan.warm_up_ns = 0;
  plan.min_samples = plan.max_samples = kInferences;
  plan.max_duration_ns = int64_t{60} * 1'000'000'000;
  const Spent start = now(setup.clock);
  NIGHTJAR_ASSIGN(const auto sampling, measure::take_samples(subject, plan, guard, setup.clock));
  const Spent whole = now(setup.clock).since(start);
  // Warm-up runs and discarded samples are inferences too.
  const auto runs =
      static_cast<double>(kInferences + sampling.warm_up_samples + sampling.discarded_samples);
  const double share = kInferences / runs;
  spent = {whole.wall_ns * share, whole.thread_ns * share};
  return {};
}

void overhead(benchmark::State& state) {
  Setup setup;
  const Status ready = setup.prepare();
  if (!ready.ok()) return state.SkipWithError(ready.error().message.c_str());
  BareLoop bare;
  auto lane = runners::EngineLane::create(setup.engine, setup.inputs, setup.clock);
  if (!bare.prepare(setup).ok() || !lane.ok()) return state.SkipWithError("no context");
  std::vector<double> wall_ratios, thread_ratios, bare_ns;
  for (auto _ : state) {
    for (int turn = 0; turn < kTurns; ++turn) {
      Spent of_bare, of_harness;
      const bool is_bare_first = turn % 2 == 0;
      Status done =
          is_bare_first ? run_bare(setup, bare, of_bare) : run_harness(setup, **lane, of_harness);
      if (done.ok()) {
        done =
            is_bare_first ? run_harness(setup, **lane, of_harness) : run_bare(setup, bare, of_bare);
      }
      if (!done.ok()) return state.SkipWithError(done.error().message.c_str());
      wall_ratios.push_back(of_harness.wall_ns / of_bare.wall_ns);
      thread_ratios.push_back(of_harness.thread_ns / of_bare.thread_ns);
      bare_ns.push_back(of_bare.wall_ns / kInferences);
    }
  }
  state.counters["overhead_percent"] = 100 * (statistics::median(wall_ratios) - 1);
  state.counters["of_thread_percent"] = 100 * (statistics::median(thread_ratios) - 1);
  state.counters["inference_us"] = 1e-3 * statistics::median(bare_ns);
}
BENCHMARK(overhead)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Answers at once, so that all the time is the harness's own.
class InstantLane final : public measure::Lane {
 public:
  Status start() override { return {}; }
  Status finish(measure::SampleParts&) override { return {}; }
};

/// Of one sample around an inference that takes no time, the guard's look at the kernel's counts
/// included: what the harness adds, whatever the inference takes.
void sample_cost(benchmark::State& state) {
  const SystemClock clock;
  InstantLane lane;
  std::vector<double> thread_ns;
  for (auto _ : state) {
    for (int turn = 0; turn < kTurns; ++turn) {
      measure::SingleStream subject(lane, clock);
      measure::PreemptionGuard guard;
      scenarios::SamplingPlan plan;
      plan.warm_up_ns = 0;
      plan.target_relative_error = 0.005;
      plan.min_samples = plan.max_samples = 1000;
      const Spent start = now(clock);
      const auto sampling = measure::take_samples(subject, plan, guard, clock);
      if (!sampling.ok()) return state.SkipWithError(sampling.error().message.c_str());
      const auto taken = static_cast<double>(1000 + sampling->discarded_samples);
      thread_ns.push_back(now(clock).since(start).thread_ns / taken);
    }
  }
  state.counters["a_sample_us"] = 1e-3 * statistics::median(thread_ns);
}
BENCHMARK(sample_cost)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
