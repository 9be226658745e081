// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/load_runner.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>

#include "results/statistics/quantile.h"
#include "worker/measure/load/lane_threads.h"
#include "worker/measure/summaries.h"
#include "worker/runners/engine_lane.h"

namespace nightjar::runners {
namespace {

struct Phases {
  int64_t read_ns = 0, open_ns = 0, first_inference_ns = 0;
};

double median_of(const std::vector<Phases>& phases, int64_t Phases::*phase) {
  std::vector<double> values;
  for (const Phases& one : phases) values.push_back(static_cast<double>(one.*phase));
  return statistics::median(values);
}

Phases median_phases(const std::vector<Phases>& loads) {
  return {static_cast<int64_t>(median_of(loads, &Phases::read_ns)),
          static_cast<int64_t>(median_of(loads, &Phases::open_ns)),
          static_cast<int64_t>(median_of(loads, &Phases::first_inference_ns))};
}

/// What one sample loads, and how.
struct LoadOrder {
  size_t threads = 1, plans = 1;
};

/// Each sample loads all plans, by as many threads as asked for, and is over when each has answered
/// once. The first of a process is the cold one.
class Loading final : public measure::Subject {
 public:
  Loading(const PlannedModel& planned, const runtime::TensorsByName& inputs, LoadOrder order,
          const std::vector<int>& cores, const Clock& clock)
      : planned_(planned), inputs_(inputs), order_(order), cores_(cores), clock_(clock) {}

  Status take_sample(measure::SampleParts& parts) override {
    std::vector<Phases> loads(order_.plans);
    std::atomic<size_t> next{0};
    const int64_t start_ns = clock_.steady_ns();
    NIGHTJAR_TRY(measure::in_threads(order_.threads, cores_, [&](size_t) -> Status {
      for (size_t plan = next++; plan < order_.plans; plan = next++) {
        NIGHTJAR_TRY(load(loads[plan]));
      }
      return {};
    }));
    parts = {};
    parts.latency_ns = clock_.steady_ns() - start_ns;
    phases_.push_back(median_phases(loads));
    return {};
  }

  const std::vector<Phases>& phases() const { return phases_; }

 private:
  Status load(Phases& phases) const {
    const int64_t start_ns = clock_.steady_ns();
    NIGHTJAR_ASSIGN(auto plan, plan::load_plan_file(planned_.file.path));
    const int64_t read_ns = clock_.steady_ns();
    NIGHTJAR_ASSIGN(auto engine, engine::Engine::load(std::move(plan), *planned_.imported.device));
    NIGHTJAR_ASSIGN(auto lane, EngineLane::create(std::move(engine), inputs_, clock_));
    const int64_t open_ns = clock_.steady_ns();
    measure::SampleParts parts;
    NIGHTJAR_TRY(lane->start());
    NIGHTJAR_TRY(lane->finish(parts));
    phases = {read_ns - start_ns, open_ns - read_ns, clock_.steady_ns() - open_ns};
    return {};
  }

  const PlannedModel& planned_;
  const runtime::TensorsByName& inputs_;
  LoadOrder order_;
  const std::vector<int>& cores_;
  const Clock& clock_;
  std::vector<Phases> phases_;
};

/// Asks the kernel to forget the file, as after a reboot. Clean pages only, so it is flushed first.
void drop_from_page_cache(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  fdatasync(fd);
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}

std::vector<record::LayerRow> phase_rows(const std::vector<Phases>& warm, int64_t cold_ns) {
  const std::pair<const char*, double> rows_ns[] = {
      {"map and check the plan", median_of(warm, &Phases::read_ns)},
      {"open kernels and context", median_of(warm, &Phases::open_ns)},
      {"first inference", median_of(warm, &Phases::first_inference_ns)}};
  double total_ns = 0;
  for (const auto& [name, ns] : rows_ns) total_ns += ns;
  std::vector<record::LayerRow> rows;
  for (const auto& [name, ns] : rows_ns) {
    record::LayerRow row;
    row.index = static_cast<int64_t>(rows.size());
    row.name = name;
    row.median_ns = ns;
    row.share = total_ns > 0 ? ns / total_ns : 0;
    rows.push_back(std::move(row));
  }
  record::LayerRow cold;
  cold.index = static_cast<int64_t>(rows.size());
  cold.name = "cold load, beside the samples";
  cold.median_ns = static_cast<double>(cold_ns);
  rows.push_back(std::move(cold));
  return rows;
}

}  // namespace

record::JobResult LoadRunner::execute(const wire::Lease& lease, const Monitor& monitor) {
  auto result = measure(lease, monitor);
  return result.ok() ? std::move(*result) : failed_result(result.error());
}

Result<record::JobResult> LoadRunner::measure(const wire::Lease& lease,
                                              const Monitor& monitor) const {
  const scenarios::Scenario& scenario = lease.scenario;
  NIGHTJAR_ASSIGN(const auto planned, plan_model(workplace_, lease, monitor));
  NIGHTJAR_ASSIGN(const auto inputs, inputs_for(planned.imported, scenario, scenario.batch));
  const int64_t threads = concurrency_of(scenario);
  const int64_t plans = scenario.load.plans > 0 ? scenario.load.plans : threads;
  const LoadOrder order{static_cast<size_t>(threads), static_cast<size_t>(plans)};
  Loading loading(planned, inputs, order, workplace_.cores, workplace_.clock);
  monitor.report("loading cold", 0.5);
  drop_from_page_cache(planned.file.path);
  measure::SampleParts cold;
  NIGHTJAR_TRY(loading.take_sample(cold));

  monitor.report("loading warm", 0.55);
  NIGHTJAR_ASSIGN(auto sampling,
                  take_samples(loading, scenario.sampling, workplace_.guard, workplace_.clock));
  record::JobResult result;
  const auto not_measured = static_cast<std::ptrdiff_t>(1 + sampling.warm_up_samples);
  const std::vector<Phases>& all = loading.phases();
  result.layers = phase_rows({all.begin() + not_measured, all.end()}, cold.latency_ns);
  measure::add_sampling(std::move(sampling), 1, result);
  measure::keep_latency_only(result);
  if (plans > 1) {
    result.load = measure::load_figures(result.samples.latency_ns, 0);
    result.load->concurrency = threads;
    result.load->rate_per_s = result.throughput_per_s * static_cast<double>(plans);
  }
  result.plan_digest = planned.file.digest;
  result.decisions_digest = planned.file.decisions_digest;
  return result;
}

}  // namespace nightjar::runners
