// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/suspicion.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "results/proof/ledger.h"
#include "results/verdict/judge.h"
#include "results/verdict/proven.h"

namespace nightjar::coordinator {
namespace {

constexpr int64_t kProofsToLearnFrom = 20;
constexpr double kMostDegrees = 12;
constexpr double kLeastSpread = 0.001;

record::Side side_of(const record::JobResult& result) {
  return {result.environment.worker_binary_digest, result.plan_digest, result.decisions_digest};
}

/// Why this kind of measurement has no sides that could be kept.
std::optional<std::string> irreproducible(const record::Measurement& measurement) {
  if (!measurement.result.plan_digest.empty() &&
      measurement.scenario.kind != scenarios::Kind::kBuild) {
    return std::nullopt;
  }
  return std::string("not repeated: a ") + scenarios::to_string(measurement.scenario.kind) +
         " scenario runs no plan that could be kept and run again";
}

Result<record::ProofOrder> order_for(store::Store& store, const record::Measurement& measurement,
                                     const record::Verdict& verdict, const ProofPolicy& policy) {
  record::ProofOrder order;
  order.host = measurement.result.environment.host;
  order.device_class = measurement.device_class();
  order.new_side = side_of(measurement.result);
  order.baseline_ns = verdict.baseline_ns;
  order.threshold = verdict.threshold;
  order.is_faster = verdict.change < 0;
  order.budget_ns = policy.budget_ns;
  NIGHTJAR_ASSIGN(const auto history,
                  store.series().history({measurement.fingerprint, measurement.device_class()},
                                         verdict::kHistoryToFetch, measurement.run));
  const auto points = verdict::typical_points(verdict::choose_baseline(history), verdict.threshold,
                                              policy.most_old_sides);
  for (const record::SeriesPoint& point : points) {
    NIGHTJAR_ASSIGN(const record::Measurement old, store.series().measurement(point.job_id));
    const record::Side side = side_of(old.result);
    const bool is_known = std::count(order.old_sides.begin(), order.old_sides.end(), side) > 0;
    if (!is_known) order.old_sides.push_back(side);
  }
  return order;
}

/// What one repeat of each side took, pair by pair, where both sides are plans that are kept.
proof::ProofEvidence pairs_of(const record::Proof& earlier) {
  proof::ProofEvidence evidence;
  const bool has_pairs = !earlier.comparisons.empty() &&
                         earlier.comparisons.front().against != record::ProofArm::kBaseline;
  if (!has_pairs) return evidence;
  const record::ProofComparison& first = earlier.comparisons.front();
  std::vector<double> new_ns, old_ns;
  for (const record::ProofTrial& trial : earlier.trials) {
    if (trial.arm == first.arm) new_ns.push_back(trial.median_ns);
    if (trial.arm == first.against) old_ns.push_back(trial.median_ns);
  }
  const size_t pairs = std::min({new_ns.size(), old_ns.size(), static_cast<size_t>(first.pairs)});
  for (size_t i = 0; i < pairs; ++i) {
    if (new_ns[i] > 0 && old_ns[i] > 0) evidence.stored.push_back({old_ns[i], new_ns[i]});
  }
  return evidence;
}

/// What the series' earlier proofs say of its processes. A few dozen degrees of freedom are all
/// that is believed, as tonight may be busier than those nights were.
Status learn_spread_of(store::Store& store, const record::Measurement& measurement,
                       record::ProofOrder& order) {
  NIGHTJAR_ASSIGN(const auto proofs,
                  store.proofs().of_series({measurement.fingerprint, measurement.device_class()},
                                           kProofsToLearnFrom));
  std::vector<proof::ProofEvidence> earlier;
  for (const record::Proof& one : proofs) earlier.push_back(pairs_of(one));
  const proof::Spread learnt =
      proof::learn_spread(earlier, {order.process_spread, 0, order.spread_degrees});
  order.process_spread = std::max(learnt.process, kLeastSpread);
  order.spread_degrees = std::min(learnt.degrees, kMostDegrees);
  return {};
}

}  // namespace

Result<std::vector<store::Suspicion>> find_suspicions(store::Store& store,
                                                      const std::vector<record::Verdict>& verdicts,
                                                      const ProofPolicy& policy) {
  std::vector<store::Suspicion> suspicions;
  std::vector<record::Proof> unproven;
  for (const record::Verdict& verdict : verdicts) {
    if (policy.budget_ns <= 0 || !verdict::is_suspicious(verdict)) continue;
    NIGHTJAR_ASSIGN(const record::Measurement measurement,
                    store.series().measurement(verdict.job_id));
    if (const auto reason = irreproducible(measurement)) {
      record::Proof proof;
      proof.job_id = verdict.job_id;
      proof.sentence = *reason;
      unproven.push_back(std::move(proof));
      continue;
    }
    NIGHTJAR_ASSIGN(auto order, order_for(store, measurement, verdict, policy));
    NIGHTJAR_TRY(learn_spread_of(store, measurement, order));
    suspicions.push_back({verdict.job_id, std::move(order)});
  }
  NIGHTJAR_TRY(store.proofs().save(unproven));
  return suspicions;
}

Result<int64_t> prove_suspicions(Server& server, store::Store& store, int64_t run,
                                 const std::vector<record::Verdict>& verdicts,
                                 const ProofPolicy& policy) {
  NIGHTJAR_ASSIGN(const auto jobs, store.jobs().load_jobs(run));
  const bool was_repeated =
      std::any_of(jobs.begin(), jobs.end(), [](const store::Job& job) { return job.proves != 0; });
  if (was_repeated) return 0;
  NIGHTJAR_ASSIGN(const auto suspicions, find_suspicions(store, verdicts, policy));
  if (suspicions.empty()) return 0;
  NIGHTJAR_ASSIGN(const record::Run of, store.runs().find(record::run_id(run)));
  NIGHTJAR_TRY(server.prove(of, suspicions));
  return static_cast<int64_t>(suspicions.size());
}

}  // namespace nightjar::coordinator
