// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Faults put into layers of small models: how often does attribution name class and layer first?
// NIGHTJAR_ATTRIBUTION_CASES says how many cases a kind of fault has; pin it to a core of its own.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "results/attribution/attribute.h"
#include "results/statistics/quantile.h"
#include "worker/measure/arrival.h"
#include "worker/runners/bench_networks.h"
#include "worker/runners/engine_lane.h"
#include "worker/runners/fault.h"
#include "worker/runners/layer_profile.h"
#include "worker/runners/models/model_inputs.h"
#include "worker/runners/plan_fault.h"

namespace {

using namespace nightjar;
using record::LayerCause;
using scenarios::FaultKind;

constexpr int kPairs = 8;
constexpr int kSamples = 25;
constexpr double kLeastChange = 0.02;

int64_t cases_a_kind() {
  const char* text = std::getenv("NIGHTJAR_ATTRIBUTION_CASES");
  return text == nullptr ? 1 : std::max(1L, std::atol(text));
}

/// One side, loaded.
struct Side {
  plan::Plan plan;
  std::unique_ptr<runners::EngineLane> lane;
};

class Case {
 public:
  Case(FaultKind kind, int64_t number) : kind_(kind), device_(device::make_cpu_device(1)) {
    const auto seed = static_cast<uint64_t>(number);
    network_ = number % 2 == 0 ? runners::bench_convnet(seed) : runners::bench_mlp(seed);
    const char* type = number % 2 == 0 ? "Conv" : "MatMul";
    std::vector<std::string> nodes;
    for (const auto id : network_.topological_order()) {
      if (network_.op(id).type == type) nodes.push_back(network_.op(id).name);
    }
    // The first and last are at the border, where there is less to fuse and to convert.
    node_ = nodes[1 + static_cast<size_t>(number / 2) % (nodes.size() - 2)];
    model_.name = "case";
    scenario_.precision =
        kind == FaultKind::kPrecision ? scenarios::Precision::kBf16 : scenarios::Precision::kFp32;
  }

  enum class Score : uint8_t { kTooSmall, kRight, kWrongClass, kWrongLayer };

  Result<Score> run() {
    const runners::PlanMaker build = [this](const runners::PlanRequest& request,
                                            const runners::Monitor& monitor) {
      return runners::build_with_engine(request, monitor, clock_);
    };
    const runners::PlanRequest request{model_, network_, *device_, scenario_, "", {}};
    NIGHTJAR_ASSIGN(const auto sound_bytes, build(request, {}));
    NIGHTJAR_ASSIGN(Side before, load(sound_bytes));
    auto after_bytes = sound_bytes;
    if (kind_ != FaultKind::kDelay) {
      NIGHTJAR_ASSIGN(auto faulty, runners::build_faulty({"case", 0, node_, kind_}, request,
                                                         before.plan, build, {}));
      after_bytes = std::move(faulty.bytes);
    }
    NIGHTJAR_ASSIGN(Side after, load(after_bytes));
    if (kind_ == FaultKind::kDelay) NIGHTJAR_TRY(delay(after));
    return compare(before, after);
  }

  const std::string& found() const { return found_; }

 private:
  Result<Side> load(const std::vector<std::byte>& bytes) {
    auto owner = std::make_shared<std::vector<std::byte>>(bytes);
    NIGHTJAR_ASSIGN(plan::Plan plan, plan::read_plan(*owner, owner));
    NIGHTJAR_ASSIGN(auto engine, engine::Engine::load(plan, *device_));
    NIGHTJAR_ASSIGN(const auto dims, runners::input_dims(network_, scenario_, 1));
    NIGHTJAR_ASSIGN(const auto inputs, runners::seeded_inputs(network_, dims, 1));
    NIGHTJAR_ASSIGN(auto lane, runners::EngineLane::create(engine, inputs, clock_));
    return Side{std::move(plan), std::move(lane)};
  }

  Status delay(Side& side) {
    measure::SingleStream subject(*side.lane, clock_);
    const scenarios::FaultInjection fault{"case", 0.1, node_, FaultKind::kDelay};
    const auto done = runners::inject_fault(fault, side.plan, subject, *side.lane, clock_);
    return done.ok() ? Status() : Status(done.error());
  }

  Result<attribution::Profile> profile(Side& side) {
    measure::SingleStream subject(*side.lane, clock_);
    std::vector<double> samples;
    for (int i = 0; i < kSamples; ++i) {
      measure::SampleParts parts;
      NIGHTJAR_TRY(subject.take_sample(parts));
      samples.push_back(static_cast<double>(parts.latency_ns));
    }
    NIGHTJAR_ASSIGN(const auto times,
                    runners::median_step_times_ns(*side.lane, side.plan.steps.size(), clock_));
    return attribution::Profile{runners::layer_rows(side.plan, times), statistics::median(samples)};
  }

  Result<Score> compare(Side& before, Side& after) {
    std::vector<attribution::Profile> old_side, new_side;
    std::vector<double> ratios;
    for (int i = 0; i < kPairs; ++i) {
      NIGHTJAR_ASSIGN(auto first, profile(i % 2 == 0 ? before : after));
      NIGHTJAR_ASSIGN(auto second, profile(i % 2 == 0 ? after : before));
      if (i % 2 != 0) std::swap(first, second);
      ratios.push_back(second.total_ns / first.total_ns);
      old_side.push_back(std::move(first));
      new_side.push_back(std::move(second));
    }
    if (std::abs(statistics::median(ratios) - 1) < kLeastChange) return Score::kTooSmall;
    const auto layers = attribution::attribute(old_side, new_side);
    if (layers.empty()) return Score::kWrongLayer;
    const record::LayerAttribution& first = layers.front();
    found_ = fmt::format("{} {} ({}), {:+.1f} % of the whole, share {:.2f}",
                         record::to_string(first.cause), first.layer, fmt::join(first.nodes, " "),
                         100 * (statistics::median(ratios) - 1), first.share);
    if (!is_right_layer(first)) return Score::kWrongLayer;
    return first.cause == expected() ? Score::kRight : Score::kWrongClass;
  }

  bool is_right_layer(const record::LayerAttribution& layer) const {
    if (kind_ == FaultKind::kReformat) return layer.layer.find(".fault") != std::string::npos;
    return std::count(layer.nodes.begin(), layer.nodes.end(), node_) > 0;
  }

  LayerCause expected() const {
    switch (kind_) {
      case FaultKind::kTactic:
        return LayerCause::kTacticChanged;
      case FaultKind::kPrecision:
        return LayerCause::kPrecisionFellBack;
      case FaultKind::kFusion:
        return LayerCause::kFusionChanged;
      case FaultKind::kReformat:
        return LayerCause::kReformatAdded;
      default:
        return LayerCause::kSlowerTactic;
    }
  }

  FaultKind kind_;
  std::unique_ptr<device::Device> device_;
  network::Network network_;
  std::string node_, found_;
  runners::Model model_;
  scenarios::Scenario scenario_;
  SystemClock clock_;
};

void faults(benchmark::State& state, FaultKind kind) {
  int64_t counted = 0, right = 0, too_small = 0;
  for (auto _ : state) {
    counted = right = too_small = 0;
    for (int64_t number = 0; number < cases_a_kind(); ++number) {
      Case one(kind, number);
      const auto score = one.run();
      if (!score.ok()) return state.SkipWithError(score.error().message.c_str());
      too_small += *score == Case::Score::kTooSmall ? 1 : 0;
      counted += *score == Case::Score::kTooSmall ? 0 : 1;
      right += *score == Case::Score::kRight ? 1 : 0;
      const bool is_wrong = *score != Case::Score::kTooSmall && *score != Case::Score::kRight;
      if (is_wrong) fmt::print(stderr, "case {}: {}\n", number, one.found());
    }
  }
  state.counters["cases"] = static_cast<double>(counted);
  state.counters["too_small"] = static_cast<double>(too_small);
  state.counters["right"] = static_cast<double>(right);
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const FaultKind kind : {FaultKind::kDelay, FaultKind::kTactic, FaultKind::kPrecision,
                               FaultKind::kFusion, FaultKind::kReformat}) {
    benchmark::RegisterBenchmark((std::string("attribution/") + to_string(kind)).c_str(),
                                 [kind](benchmark::State& state) { faults(state, kind); })
        ->Unit(benchmark::kMillisecond)
        ->Iterations(1);
  }
  return true;
}();

}  // namespace
