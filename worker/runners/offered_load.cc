// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/offered_load.h"

#include <fmt/format.h>

#include <algorithm>

#include "worker/measure/load/callers.h"
#include "worker/measure/load/server.h"
#include "worker/measure/summaries.h"

namespace nightjar::runners {
namespace {

using scenarios::Pattern;
using scenarios::Scenario;

/// Copies of one inference overlap with the next one's work where a device can do both.
constexpr int64_t kLanesOfAGpu = 2;
constexpr double kPercentileOfAServer = 0.99;
constexpr int64_t kBoundOfAServerNs = 100'000'000;
// Of what the lanes could do were no query ever to wait: where the search begins, and its end.
constexpr double kFirstLoad = 0.5, kMostLoad = 4;

std::vector<measure::Lane*> plain(const Lanes& lanes) {
  std::vector<measure::Lane*> all;
  for (const auto& lane : lanes) all.push_back(lane.get());
  return all;
}

/// One warm latency, to choose the length of a burst or the first rate by.
Result<int64_t> estimate_latency_ns(const Lanes& lanes, const Clock& clock) {
  measure::SingleStream subject(*lanes.front(), clock);
  measure::SampleParts parts;
  for (int i = 0; i < 3; ++i) NIGHTJAR_TRY(subject.take_sample(parts));
  return std::max<int64_t>(1, parts.latency_ns);
}

/// Samples of a subject; of a percentile that is claimed, no fewer than early stopping needs.
Status take(measure::Subject& subject, const Scenario& scenario, const Workplace& workplace,
            record::JobResult& result) {
  scenarios::SamplingPlan plan = scenario.sampling;
  int64_t fewest = measure::StoppingRule::kFewestSamples;
  if (scenario.load.percentile > 0) {
    statistics::PercentileClaim claim;
    claim.percentile = scenario.load.percentile;
    fewest = statistics::queries_needed(1, claim);
    plan.min_samples = std::max(plan.min_samples, fewest);
    plan.max_samples = std::max(plan.max_samples, plan.min_samples);
  }
  NIGHTJAR_ASSIGN(auto sampling,
                  take_samples(subject, plan, workplace.guard, workplace.clock, fewest));
  measure::add_sampling(std::move(sampling), scenario.batch, result);
  if (scenario.load.percentile > 0) {
    result.load = measure::load_figures(result.samples.latency_ns, scenario.load.percentile);
    result.load->rate_per_s = result.throughput_per_s / static_cast<double>(scenario.batch);
  }
  return {};
}

Status take_offline(const Lanes& lanes, const Scenario& scenario, const Workplace& workplace,
                    record::JobResult& result) {
  NIGHTJAR_ASSIGN(const int64_t latency_ns, estimate_latency_ns(lanes, workplace.clock));
  measure::Offline offline(plain(lanes), measure::burst_for(latency_ns, lanes.size()),
                           workplace.clock);
  return take(offline, scenario, workplace, result);
}

Status take_multi_stream(const Lanes& lanes, const Scenario& scenario, const Workplace& workplace,
                         record::JobResult& result) {
  const int64_t query = concurrency_of(scenario);
  measure::MultiStream subject(plain(lanes), query, workplace.clock);
  NIGHTJAR_TRY(take(subject, scenario, workplace, result));
  if (!result.load) result.load = measure::load_figures(result.samples.latency_ns, 0);
  result.load->concurrency = query;
  result.load->rate_per_s = result.throughput_per_s / static_cast<double>(scenario.batch);
  result.throughput_per_s *= static_cast<double>(query);
  return {};
}

Status take_concurrent(const Lanes& lanes, const Scenario& scenario, const Workplace& workplace,
                       record::JobResult& result) {
  NIGHTJAR_ASSIGN(auto calls, measure::run_callers(plain(lanes), scenario.sampling, workplace.cores,
                                                   workplace.clock));
  measure::add_sampling(std::move(calls.sampling), scenario.batch, result);
  measure::keep_latency_only(result);
  result.load = measure::load_figures(result.samples.latency_ns, scenario.load.percentile);
  result.load->concurrency = static_cast<int64_t>(lanes.size());
  result.load->rate_per_s = calls.rate_per_s;
  result.throughput_per_s = calls.rate_per_s * static_cast<double>(scenario.batch);
  return {};
}

measure::ServerOrder server_order(const Lanes& lanes, const Scenario& scenario,
                                  int64_t latency_ns) {
  measure::ServerOrder order;
  const scenarios::LoadPlan& load = scenario.load;
  order.claim.percentile = load.percentile > 0 ? load.percentile : kPercentileOfAServer;
  order.latency_bound_ns = load.latency_bound_ns > 0 ? load.latency_bound_ns : kBoundOfAServerNs;
  order.seed = static_cast<uint64_t>(load.seed);
  order.least_duration_ns = scenario.sampling.max_duration_ns;
  const double most = 1e9 * static_cast<double>(lanes.size()) / static_cast<double>(latency_ns);
  order.start_per_s = kFirstLoad * most;
  order.most_per_s = kMostLoad * most;
  return order;
}

Status take_server(const Lanes& lanes, const Scenario& scenario, const Workplace& workplace,
                   record::JobResult& result) {
  NIGHTJAR_ASSIGN(const int64_t latency_ns, estimate_latency_ns(lanes, workplace.clock));
  const measure::ServerOrder order = server_order(lanes, scenario, latency_ns);
  NIGHTJAR_ASSIGN(const auto found,
                  measure::search_server_rate(plain(lanes), order, workplace.cores, workplace.clock,
                                              measure::wait_by(workplace.clock)));
  if (found.rate_per_s <= 0) {
    return invalid_input(fmt::format(
        "no rate down to {:.3g} a second keeps the {:g} % quantile within {:g} ms, where one "
        "inference takes {:.3g} ms; raise latency_bound",
        found.failed_rate_per_s, 100 * order.claim.percentile,
        1e-6 * static_cast<double>(order.latency_bound_ns),
        1e-6 * static_cast<double>(latency_ns)));
  }
  measure::add_latencies({static_cast<int64_t>(1e9 / found.rate_per_s)}, result);
  record::LoadFigures figures = measure::load_figures(found.latency_ns, order.claim.percentile);
  figures.concurrency = static_cast<int64_t>(lanes.size());
  figures.rate_per_s = found.rate_per_s;
  figures.failed_rate_per_s = found.failed_rate_per_s;
  figures.latency_bound_ns = static_cast<double>(order.latency_bound_ns);
  figures.rates_tried = found.rates_tried;
  result.load = figures;
  result.throughput_per_s = found.rate_per_s * static_cast<double>(scenario.batch);
  result.stop_reason =
      fmt::format("the highest rate was found after {} were tried, with {} queries",
                  found.rates_tried, figures.queries);
  return {};
}

}  // namespace

Result<Lanes> make_lanes(const std::shared_ptr<const engine::Engine>& engine,
                         const runtime::TensorsByName& inputs, const Scenario& scenario,
                         const Clock& clock) {
  const Pattern pattern = scenario.pattern;
  const bool has_callers = pattern == Pattern::kServer || pattern == Pattern::kConcurrent;
  const bool overlaps = pattern == Pattern::kOffline || pattern == Pattern::kMultiStream;
  const bool is_gpu = engine->device().info().kind != device::DeviceKind::kCpu;
  const int64_t count = has_callers          ? concurrency_of(scenario)
                        : overlaps && is_gpu ? kLanesOfAGpu
                                             : 1;
  Lanes lanes;
  for (int64_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(auto lane, EngineLane::create(engine, inputs, clock));
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

Status offer_load(const Lanes& lanes, const Scenario& scenario, const Workplace& workplace,
                  record::JobResult& result) {
  switch (scenario.pattern) {
    case Pattern::kSingleStream: {
      measure::SingleStream single(*lanes.front(), workplace.clock);
      return take(single, scenario, workplace, result);
    }
    case Pattern::kOffline:
      return take_offline(lanes, scenario, workplace, result);
    case Pattern::kMultiStream:
      return take_multi_stream(lanes, scenario, workplace, result);
    case Pattern::kServer:
      return take_server(lanes, scenario, workplace, result);
    case Pattern::kConcurrent:
      break;
  }
  return take_concurrent(lanes, scenario, workplace, result);
}

}  // namespace nightjar::runners
