// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A run with one scenario of each fate, for the printers' tests.
#pragma once

#include "results/report/run_report.h"
#include "tests/results/examples.h"

namespace nightjar::report::examples {

inline record::Measurement measurement(int64_t job_id, const std::string& model, double median_ns,
                                       scenarios::Precision precision) {
  record::Measurement m;
  m.run = 3;
  m.job_id = job_id;
  m.scenario = record::examples::scenario(model, precision);
  m.fingerprint = scenarios::fingerprint(m.scenario);
  m.result = record::examples::result(median_ns);
  return m;
}

inline record::Verdict verdict(int64_t job_id, record::VerdictKind kind) {
  record::Verdict v;
  v.run = 3;
  v.job_id = job_id;
  v.kind = kind;
  v.baseline_run = 2;
  v.baseline_ns = 1e6;
  v.change = 0.203;
  v.sentence = "latency 1.20 ms is +20.3 % against 1.00 ms of r2";
  v.would_change = "a repeat below 1.08 ms";
  v.layers = {{"conv_1", "a_v1", "a_v1", 7e5, 9e5, 0.98}};
  return v;
}

/// resnet50 regressed, gpt2 ok, unet failed; an fp8 scenario left out.
inline RunReport run_report() {
  RunReport report;
  report.run.sequence = 3;
  report.run.suite_name = "smoke";
  report.run.created_unix_ns = 1'700'000'000'000'000'000;
  report.run.finished_unix_ns = 1'700'000'060'000'000'000;
  using enum scenarios::Precision;
  report.measurements = {measurement(31, "resnet50", 1.2e6, kFp32),
                         measurement(32, "gpt2", 8e6, kFp32), measurement(33, "unet", 1, kFp32)};
  record::JobResult& failed = report.measurements[2].result;
  failed = {};
  failed.outcome = record::Outcome::kFailed;
  failed.error = "node up_3 needs operator Resize";
  record::Verdict ok = verdict(32, record::VerdictKind::kOk), broken = ok;
  ok.change = 0.004;
  ok.layers.clear();
  broken = {};
  broken.job_id = 33;
  broken.kind = record::VerdictKind::kFailed;
  broken.sentence = "failed: node up_3 needs operator Resize";
  report.verdicts = {verdict(31, record::VerdictKind::kRegressed), ok, broken};
  report.left_out = {{record::examples::scenario("resnet50", kFp8), "a CPU has no fp8"}};
  return report;
}

}  // namespace nightjar::report::examples
