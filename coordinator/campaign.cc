// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/campaign.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "coordinator/ability.h"
#include "results/verdict/baseline.h"
#include "results/verdict/judge.h"
#include "results/verdict/together.h"

namespace nightjar::coordinator {
namespace {

constexpr int64_t kMostRunsLookedBack = 100;

/// A measurement and what it is compared with.
struct Case {
  record::Measurement measurement;
  verdict::Baseline baseline;
  record::Measurement reference;  ///< Of the baseline's newest point, where there is one.
  std::optional<record::Proof> proof;

  record::Verdict judge(const verdict::Policy& policy) const {
    return verdict::judge(measurement, baseline, baseline.empty() ? nullptr : &reference, policy,
                          proof ? &*proof : nullptr);
  }
};

Result<Case> make_case(store::Store& store, const record::Measurement& measurement) {
  const record::SeriesKey key{measurement.fingerprint, measurement.device_class()};
  NIGHTJAR_ASSIGN(const auto history,
                  store.series().history(key, verdict::kHistoryToFetch, measurement.run));
  Case made{measurement, verdict::choose_baseline(history), {}, {}};
  if (made.baseline.empty()) return made;
  NIGHTJAR_ASSIGN(made.reference, store.series().measurement(made.baseline.newest().job_id));
  return made;
}

std::vector<record::Verdict> judge_all(const std::vector<Case>& cases,
                                       const verdict::Policy& policy) {
  std::vector<record::Verdict> verdicts;
  for (const Case& one : cases) verdicts.push_back(one.judge(policy));
  return verdicts;
}

Result<std::vector<record::Verdict>> judge_with(store::Store& store, int64_t run,
                                                const std::vector<record::Proof>& proofs) {
  NIGHTJAR_ASSIGN(const auto measurements, store.runs().measurements(run));
  std::vector<Case> cases;
  for (const record::Measurement& measurement : measurements) {
    NIGHTJAR_ASSIGN(Case made, make_case(store, measurement));
    cases.push_back(std::move(made));
  }
  // Once alone, to learn how far each is off, and once knowing all of them, and what was repeated.
  const verdict::Policy together = verdict::judged_together(judge_all(cases, {}));
  for (Case& one : cases) {
    const auto proof = std::find_if(proofs.begin(), proofs.end(), [&](const auto& of_run) {
      return of_run.job_id == one.measurement.job_id;
    });
    if (proof != proofs.end()) one.proof = *proof;
  }
  return judge_all(cases, together);
}

/// Moves scenarios for devices that nobody here has to what is left out.
void leave_out_absent_devices(store::NewRun& run, const std::vector<wire::WorkerState>& workers) {
  std::set<std::string> kinds;
  for (const wire::WorkerState& worker : workers) kinds.insert(device_kind(worker.device));
  std::vector<scenarios::Scenario> possible;
  for (scenarios::Scenario& scenario : run.scenarios) {
    if (kinds.count(scenario.device) != 0) {
      possible.push_back(std::move(scenario));
    } else {
      std::string reason = fmt::format("there is no {} worker", scenario.device);
      run.left_out.push_back({std::move(scenario), std::move(reason)});
    }
  }
  run.scenarios = std::move(possible);
}

}  // namespace

Result<std::vector<record::Verdict>> judge_run(store::Store& store, int64_t run) {
  NIGHTJAR_ASSIGN(const auto proofs, store.proofs().load(run));
  NIGHTJAR_ASSIGN(const auto verdicts, judge_with(store, run, proofs));
  NIGHTJAR_TRY(store.verdicts().save(verdicts));
  return verdicts;
}

Result<std::vector<record::Verdict>> judge_without_proof(store::Store& store, int64_t run) {
  return judge_with(store, run, {});
}

Result<std::vector<int64_t>> find_unjudged(store::Store& store) {
  NIGHTJAR_ASSIGN(const auto runs, store.runs().list(kMostRunsLookedBack));
  std::vector<int64_t> unjudged;
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (!run->finished()) continue;
    NIGHTJAR_ASSIGN(const auto verdicts, store.verdicts().load(run->sequence));
    NIGHTJAR_ASSIGN(const auto counts, store.runs().counts(run->sequence));
    if (verdicts.empty() && counts.total() > 0) unjudged.push_back(run->sequence);
  }
  return unjudged;
}

Alarms count_alarms(const std::vector<record::Verdict>& verdicts) {
  Alarms alarms;
  for (const record::Verdict& verdict : verdicts) {
    const bool is_unmeasured = verdict.kind == record::VerdictKind::kFailed ||
                               verdict.kind == record::VerdictKind::kNotMeasured;
    alarms.regressed += verdict.kind == record::VerdictKind::kRegressed ? 1 : 0;
    alarms.unmeasured += is_unmeasured ? 1 : 0;
  }
  if (verdicts.empty()) alarms.unmeasured = 1;
  return alarms;
}

Campaign::Campaign(Server& server, store::Store& store, const Clock& clock, CampaignOrder order)
    : server_(server),
      store_(store),
      clock_(clock),
      order_(std::move(order)),
      gather_until_ns_(clock.steady_ns() + order_.gather_ns) {}

Status Campaign::begin() {
  const std::vector<wire::WorkerState> workers = server_.state().roster.workers();
  const bool is_late = clock_.steady_ns() >= gather_until_ns_;
  if (workers.size() < order_.workers && !is_late) return {};
  if (workers.empty()) {
    return Error{ErrorKind::kTimeout, fmt::format("no worker was ready within {:.0f} s",
                                                  1e-9 * static_cast<double>(order_.gather_ns))};
  }
  leave_out_absent_devices(order_.run, workers);
  NIGHTJAR_ASSIGN(run_, server_.submit(std::move(order_.run)));
  return {};
}

Status Campaign::advance() {
  if (is_over_) return {};
  if (!has_begun()) NIGHTJAR_TRY(begin());
  if (!has_begun() || !server_.take_finished(run_.sequence)) return {};
  NIGHTJAR_ASSIGN(verdicts_, judge_run(store_, run_.sequence));
  NIGHTJAR_ASSIGN(run_, store_.runs().find(record::run_id(run_.sequence)));
  const ProofPolicy policy = is_cancelled_ ? ProofPolicy{0, 0} : order_.proof;
  NIGHTJAR_ASSIGN(const int64_t repeats,
                  prove_suspicions(server_, store_, run_.sequence, verdicts_, policy));
  suspected_ += repeats;
  is_over_ = repeats == 0;
  if (!is_over_) return {};
  // What cannot be repeated was noted only now.
  NIGHTJAR_ASSIGN(verdicts_, judge_run(store_, run_.sequence));
  return {};
}

Status Campaign::cancel(const std::string& reason) {
  is_cancelled_ = true;
  if (!has_begun()) {
    is_over_ = true;
    return {};
  }
  return server_.cancel(run_.sequence, reason);
}

}  // namespace nightjar::coordinator
