// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/proof/proving_measurer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "worker/measure/summaries.h"

namespace nightjar::worker::proof {
namespace {

// A repeat says one thing, its median; many short ones say more than few long ones.
constexpr int64_t kLongestWarmUpNs = 100'000'000;
constexpr int64_t kLongestSamplingNs = 500'000'000;
constexpr int64_t kFewestSamples = 10;

scenarios::SamplingPlan shortened(scenarios::SamplingPlan plan) {
  plan.warm_up_ns = std::min(plan.warm_up_ns, kLongestWarmUpNs);
  plan.max_duration_ns = std::min(plan.max_duration_ns, kLongestSamplingNs);
  plan.min_samples = std::min(plan.min_samples, kFewestSamples);
  plan.target_relative_error = 0;
  return plan;
}

record::JobResult failure(const std::string& sentence) {
  record::JobResult result;
  result.outcome = record::Outcome::kFailed;
  result.error = sentence;
  return result;
}

}  // namespace

ProvingMeasurer::ProvingMeasurer(Setting setting, const Clock& clock)
    : setting_(std::move(setting)), clock_(clock), own_(setting_.make(setting_.program)) {}

Stock ProvingMeasurer::take_stock() const {
  const record::ProofOrder& order = *lease_.proof;
  Stock stock;
  stock.has_fault = !lease_.fault.empty() && lease_.fault.model == lease_.scenario.model;
  stock.has_new_plan = setting_.sides.find_plan(order.new_side.plan_digest).has_value();
  const auto kept =
      std::find_if(order.old_sides.begin(), order.old_sides.end(), [&](const record::Side& side) {
        return setting_.sides.find_plan(side.plan_digest).has_value();
      });
  if (kept == order.old_sides.end()) return stock;
  stock.old_side = *kept;
  stock.is_other_program = kept->program_digest != setting_.environment.worker_binary_digest;
  stock.has_old_program = setting_.sides.find_program(kept->program_digest).has_value();
  return stock;
}

Status ProvingMeasurer::start(const wire::Lease& lease) {
  stop();
  if (!lease.proof) {
    active_ = own_.get();
    return own_->start(lease);
  }
  lease_ = lease;
  begun_ns_ = clock_.steady_ns();
  begun_unix_ns_ = clock_.unix_ns();
  trials_ = 0;
  const Stock stock = take_stock();
  old_.reset();
  if (stock.old_side && stock.is_other_program && stock.has_old_program) {
    old_ = setting_.make(*setting_.sides.find_program(stock.old_side->program_digest));
  }
  prover_.emplace(*lease.proof, stock);
  go_on();
  return {};
}

void ProvingMeasurer::stop() {
  if (active_ != nullptr) active_->stop();
  active_ = nullptr;
  prover_.reset();
  pending_.reset();
}

wire::Lease ProvingMeasurer::lease_of(const Trial& trial) const {
  wire::Lease lease = lease_;
  lease.proof.reset();
  lease.side = trial.side;
  lease.scenario.sampling = shortened(lease.scenario.sampling);
  if (trial.is_old() && old_ == nullptr) lease.fault = {};
  if (trial.arm == record::ProofArm::kOldProgram) lease.fault = {};
  return lease;
}

void ProvingMeasurer::go_on() {
  while (true) {
    const auto trial = prover_->next(clock_.steady_ns() - begun_ns_);
    if (!trial) {
      pending_ = ended();
      active_ = nullptr;
      return;
    }
    active_ = trial->arm == record::ProofArm::kOldProgram ? old_.get() : own_.get();
    const Status started = active_->start(lease_of(*trial));
    ++trials_;
    if (started.ok()) return;
    prover_->take(failure(started.error().message));
  }
}

Event ProvingMeasurer::ended() const {
  record::JobResult result;
  record::Proof proof = prover_->proof(clock_.steady_ns() - begun_ns_);
  std::vector<int64_t> medians_ns;
  for (const record::ProofTrial& trial : proof.trials) {
    if (trial.arm == record::ProofArm::kNew) {
      medians_ns.push_back(static_cast<int64_t>(trial.median_ns));
    }
  }
  if (!medians_ns.empty()) measure::add_latencies(std::move(medians_ns), result);
  result.proof = std::move(proof);
  result.environment = setting_.environment;
  result.plan_digest = lease_.proof->new_side.plan_digest;
  result.decisions_digest = lease_.proof->new_side.decisions_digest;
  result.started_unix_ns = begun_unix_ns_;
  result.finished_unix_ns = clock_.unix_ns();
  return JobEnded{lease_.job_id, lease_.token, std::move(result)};
}

void ProvingMeasurer::take(record::JobResult result) {
  const auto asked = prover_->next(clock_.steady_ns() - begun_ns_);
  const bool is_kept = asked && asked->side.source == wire::SideChoice::Source::kKeptPlan;
  // A program from before sides were kept runs a plan of its own.
  if (is_kept && result.outcome == record::Outcome::kDone &&
      result.plan_digest != asked->side.plan_digest) {
    result = failure("its program does not run plans that were kept");
  }
  if (asked) prover_->take(result);
  go_on();
}

std::optional<Event> ProvingMeasurer::hear() {
  if (pending_) return std::exchange(pending_, std::nullopt);
  if (active_ == nullptr) return std::nullopt;
  auto event = active_->hear();
  if (!event || !prover_) return event;
  if (auto* end = std::get_if<JobEnded>(&*event)) {
    take(std::move(end->result));
  } else if (const auto* death = std::get_if<ChildDied>(&*event)) {
    take(failure("the measuring process " + death->how));
  } else {
    return event;
  }
  if (pending_) return std::exchange(pending_, std::nullopt);
  return StageReached{lease_.job_id, lease_.token, fmt::format("repeating, {} so far", trials_),
                      0.5};
}

}  // namespace nightjar::worker::proof
