// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Workers, jobs and results as tests need them.
#pragma once

#include <string>
#include <vector>

#include "coordinator/dispatch.h"
#include "results/record/record.h"
#include "results/store/job_queue.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

inline wire::WorkerState idle_worker(const std::string& id, const std::string& device = "cpu") {
  wire::WorkerState worker;
  worker.worker_id = id;
  worker.device = device;
  worker.device_class = "test class";
  worker.precisions = {scenarios::Precision::kFp32, scenarios::Precision::kBf16};
  worker.scenario_kinds = {"inference", "build", "load"};
  worker.host = "here";
  worker.pid = 100;
  return worker;
}

inline wire::WorkerState busy_worker(const std::string& id, int64_t job_id, int64_t token) {
  wire::WorkerState worker = idle_worker(id);
  worker.job_id = job_id;
  worker.token = token;
  worker.stage = "sampling";
  return worker;
}

inline scenarios::Scenario scenario_of(const std::string& model) {
  scenarios::Scenario scenario;
  scenario.model = model;
  return scenario;
}

inline store::Job queued_job(int64_t id, int64_t run = 1) {
  store::Job job;
  job.id = id;
  job.run = run;
  job.scenario = scenario_of("model" + std::to_string(id));
  job.fingerprint = fingerprint(job.scenario);
  return job;
}

/// A result that the store accepts, told from others by `median_ns`.
inline record::JobResult good_result(double median_ns = 1000) {
  record::JobResult result;
  result.samples.latency_ns = {static_cast<int64_t>(median_ns)};
  result.latency.count = 1;
  result.latency.median_ns = median_ns;
  record::Environment& environment = result.environment;
  environment.host = "here";
  environment.device_name = environment.device_class = "test class";
  environment.isa = "avx2";
  environment.cores = 2;
  environment.os_kernel = "6.1";
  environment.driver = "none";
  environment.git_revision = "0123456789";
  environment.build_type = "Release";
  environment.compiler = "g++ 12";
  environment.libraries = {{"onednn", "2.6"}};
  environment.clock_mhz = 2000;
  environment.memory_bytes = 1 << 30;
  environment.worker_binary_digest = "abcdef";
  result.plan_digest = result.decisions_digest = "abc";
  result.started_unix_ns = 1;
  result.finished_unix_ns = 2;
  return result;
}

inline record::JobResult failed_result(const std::string& error) {
  record::JobResult result = good_result();
  result.outcome = record::Outcome::kFailed;
  result.error = error;
  return result;
}

}  // namespace nightjar::coordinator
