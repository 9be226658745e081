// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/wire/examples.h"

#include <cmath>
#include <limits>

namespace nightjar::wire {

int64_t ExampleMaker::number(int64_t low, int64_t high) {
  return std::uniform_int_distribution<int64_t>(low, high)(random_);
}

double ExampleMaker::real() {
  return std::ldexp(static_cast<double>(random_()), -int(random_() % 99));
}

std::string ExampleMaker::text() {
  std::string text(static_cast<size_t>(number(0, 12)), ' ');
  for (char& character : text) character = static_cast<char>(random_());
  return text;
}

std::string ExampleMaker::name() {
  std::string name(static_cast<size_t>(number(1, 12)), ' ');
  for (char& character : name) character = static_cast<char>(number(' ', '~'));
  return name;
}

std::vector<int64_t> ExampleMaker::numbers(int64_t most) {
  std::vector<int64_t> numbers(static_cast<size_t>(number(0, most)));
  for (int64_t& value : numbers) {
    value = static_cast<int64_t>(random_() >> random_() % 64) * (flip() ? 1 : -1);
  }
  return numbers;
}

scenarios::Scenario ExampleMaker::scenario() {
  scenarios::Scenario scenario;
  scenario.kind = static_cast<scenarios::Kind>(number(0, 3));
  scenario.model = name();
  scenario.precision = static_cast<scenarios::Precision>(number(0, 5));
  scenario.batch = number(1, 1000);
  while (flip()) scenario.shapes[name()] = {number(0, 9), number(0, 9)};
  while (flip()) scenario.shapes[name()] = {};
  scenario.pattern = static_cast<scenarios::Pattern>(number(0, 4));
  if (flip()) scenario.load = {number(1, 256), number(0, 256), 0.99, number(0, 1'000'000), 3};
  scenario.device = flip() ? "cpu" : "cuda";
  scenario.threads = static_cast<int>(number(0, 64));
  while (flip()) scenario.build_options[name()] = name();
  scenario.sampling = {number(0, 1'000'000'000), number(1, 50), number(50, 1'000'000),
                       number(1, 1'000'000'000), 0.01};
  scenario.limits.latency_threshold = 0.25;
  if (flip()) scenario.limits.min_cosine = 0.999;
  if (flip()) scenario.limits.max_relative_error = 12.5;
  if (flip()) scenario.limits.min_top1_agreement = 0.0;
  if (flip()) scenario.limits.min_label_accuracy = 1.0;
  return scenario;
}

scenarios::FaultInjection ExampleMaker::fault() {
  if (flip()) return {};
  return {name(), 0.2, text()};
}

Lease ExampleMaker::lease() {
  Lease lease;
  lease.run_id = name();
  lease.job_id = number(1, 1'000'000);
  lease.token = number(1, 1'000);
  lease.scenario = scenario();
  lease.fault = fault();
  lease.time_limit_ns = number(1, std::numeric_limits<int64_t>::max());
  if (flip()) lease.proof = proof_order();
  if (flip()) lease.side = {SideChoice::Source::kKeptDecisions, "00ff"};
  return lease;
}

record::Summary ExampleMaker::summary() {
  return {number(0, 1000), real(), real(), real(), real(), real(),
          real(),          real(), real(), real(), real()};
}

record::LayerRow ExampleMaker::layer() {
  record::LayerRow row{number(0, 1000), text(), {}, text(), text(), text(), real(), real()};
  while (flip()) row.nodes.push_back(text());
  return row;
}

record::Environment ExampleMaker::environment() {
  record::Environment environment;
  environment.host = text();
  environment.device_name = text();
  environment.device_class = text();
  environment.isa = text();
  environment.cores = number(0, 512);
  environment.os_kernel = text();
  environment.driver = text();
  environment.git_revision = text();
  environment.git_dirty = flip();
  environment.build_type = text();
  environment.compiler = text();
  while (flip()) environment.libraries[text()] = text();
  environment.clock_mhz = real();
  environment.load_average = real();
  environment.memory_bytes = number(0, std::numeric_limits<int64_t>::max());
  environment.worker_binary_digest = text();
  environment.fault_injected = text();
  return environment;
}

record::ProofOrder ExampleMaker::proof_order() {
  record::ProofOrder order;
  order.host = "here";
  order.device_class = "cpu-x";
  while (flip()) order.old_sides.push_back({"0123456789abcdef", "ab", "cd"});
  order.new_side = {"ef", "01", "23"};
  order.baseline_ns = 1e6;
  order.threshold = 0.05;
  order.is_faster = flip();
  order.budget_ns = number(0, 1'000'000);
  return order;
}

record::Proof ExampleMaker::proof() {
  record::Proof proof;
  proof.job_id = number(0, 1000);
  proof.outcome = static_cast<record::ProofOutcome>(number(0, 5));
  proof.sentence = "in 8 pairs";
  proof.duration_ns = 1e9;
  while (flip()) {
    proof.comparisons.push_back({static_cast<record::ProofArm>(number(0, 5)),
                                 record::ProofArm::kOldPlan, number(0, 40), 0.25, 0.125, 0.5, 1e6,
                                 2e6, "differs"});
  }
  while (flip()) proof.trials.push_back({record::ProofArm::kNew, 1e6, "ab"});
  return proof;
}

record::JobResult ExampleMaker::result() {
  record::JobResult result;
  result.outcome = static_cast<record::Outcome>(number(0, 2));
  result.error = text();
  result.samples = {numbers(300), numbers(300), numbers(9), numbers(9), numbers(9)};
  result.latency = summary();
  result.enqueue = summary();
  result.h2d = summary();
  result.compute = summary();
  result.d2h = summary();
  result.throughput_per_s = real();
  result.discarded_samples = number(0, 100);
  result.discard_reason = text();
  result.stop_reason = text();
  if (flip()) {
    result.accuracy = record::Accuracy{real(), real(),       real(), real(),
                                       real(), number(0, 9), real(), number(0, 9)};
  }
  if (flip()) {
    result.load =
        record::LoadFigures{number(1, 9), number(0, 9), real(), real(), real(),      real(),
                            real(),       real(),       real(), real(), number(0, 9)};
  }
  if (flip()) result.build = record::BuildFigures{real(), real(), number(0, 9), number(0, 9)};
  while (flip()) result.layers.push_back(layer());
  result.environment = environment();
  result.plan_digest = text();
  result.decisions_digest = text();
  result.started_unix_ns = number(0, std::numeric_limits<int64_t>::max());
  result.finished_unix_ns = number(0, std::numeric_limits<int64_t>::max());
  if (flip()) result.proof = proof();
  return result;
}

WorkerState ExampleMaker::worker_state() {
  WorkerState state;
  state.worker_id = name();
  state.device = text();
  state.device_class = text();
  while (flip()) state.precisions.push_back(static_cast<scenarios::Precision>(number(0, 5)));
  while (flip()) state.scenario_kinds.push_back(text());
  state.host = text();
  state.pid = number(0, 1 << 22);
  state.job_id = number(0, 1'000'000);
  state.token = number(0, 1'000'000);
  state.stage = text();
  state.progress = 0.5;
  if (flip()) state.result = result();
  return state;
}

DesiredState ExampleMaker::desired_state() {
  DesiredState state;
  state.duty = static_cast<DesiredState::Duty>(number(0, 3));
  if (state.duty == DesiredState::Duty::kWork || flip()) state.lease = lease();
  state.accepted_job_id = number(0, 1'000'000);
  state.call_again_in_ns = number(0, 1'000'000'000);
  return state;
}

SubmitRequest ExampleMaker::submit_request() {
  SubmitRequest request{text(), text(), text(), {}, fault()};
  while (flip()) request.scenarios.push_back(scenario());
  return request;
}

StatusReply ExampleMaker::status_reply() {
  StatusReply reply;
  reply.run_id = text();
  reply.suite_name = text();
  reply.total = number(0, 99);
  reply.queued = number(0, 99);
  reply.leased = number(0, 99);
  reply.done = number(0, 99);
  reply.failed = number(0, 99);
  reply.cancelled = number(0, 99);
  reply.finished = flip();
  reply.judged = flip();
  reply.regressed = number(0, 99);
  reply.unmeasured = number(0, 99);
  reply.report = text();
  while (flip()) {
    reply.devices.push_back({text(), text(), text(), text(), text(), number(0, 9), number(0, 9)});
  }
  reply.error = text();
  return reply;
}

Message ExampleMaker::message() {
  switch (number(0, 7)) {
    case 0:
      return worker_state();
    case 1:
      return desired_state();
    case 2:
      return submit_request();
    case 3:
      return SubmitReply{text(), text()};
    case 4:
      return StatusRequest{text(), flip()};
    case 5:
      return status_reply();
    case 6:
      return CancelRequest{text()};
    default:
      return Refusal{text()};
  }
}

}  // namespace nightjar::wire
