// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/run_report.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "results/record/units.h"

namespace nightjar::report {

using record::VerdictKind;

const record::Verdict* RunReport::verdict_of(int64_t job_id) const {
  const auto found = std::find_if(verdicts.begin(), verdicts.end(),
                                  [&](const auto& verdict) { return verdict.job_id == job_id; });
  return found == verdicts.end() ? nullptr : &*found;
}

const record::Proof* RunReport::proof_of(int64_t job_id) const {
  const auto found = std::find_if(proofs.begin(), proofs.end(),
                                  [&](const auto& proof) { return proof.job_id == job_id; });
  return found == proofs.end() ? nullptr : &*found;
}

std::map<VerdictKind, int64_t> count_verdicts(const RunReport& report) {
  std::map<VerdictKind, int64_t> counts;
  for (const record::Measurement& measurement : report.measurements) {
    const record::Verdict* verdict = report.verdict_of(measurement.job_id);
    if (verdict != nullptr) {
      ++counts[verdict->kind];
    } else if (measurement.result.outcome == record::Outcome::kFailed) {
      ++counts[VerdictKind::kFailed];
    } else if (measurement.result.outcome == record::Outcome::kCancelled) {
      ++counts[VerdictKind::kNotMeasured];
    }
  }
  return counts;
}

bool has_regressed(const RunReport& report) {
  return count_verdicts(report)[VerdictKind::kRegressed] > 0;
}

bool has_unmeasured(const RunReport& report) {
  auto counts = count_verdicts(report);
  return counts[VerdictKind::kFailed] + counts[VerdictKind::kNotMeasured] > 0;
}

std::string totals_line(const RunReport& report) {
  std::string line;
  int64_t judged = 0;
  for (const auto& [kind, count] : count_verdicts(report)) {
    std::string word = record::to_string(kind);
    std::replace(word.begin(), word.end(), '_', ' ');
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, word);
    judged += count;
  }
  const int64_t rest = static_cast<int64_t>(report.measurements.size()) - judged;
  if (rest > 0) line += fmt::format("{}{} measured, not judged", line.empty() ? "" : ", ", rest);
  if (line.empty()) line = "no scenarios";
  if (!report.left_out.empty()) line += fmt::format("; {} left out", report.left_out.size());
  return line;
}

std::string headline(const RunReport& report) {
  const int64_t time =
      report.run.finished() ? report.run.finished_unix_ns : report.run.created_unix_ns;
  return fmt::format("{} · {} · {} scenario{} · {}{}", record::run_id(report.run.sequence),
                     report.run.suite_name, report.measurements.size(),
                     report.measurements.size() == 1 ? "" : "s", human_time(time),
                     report.run.finished() ? "" : " · not finished");
}

std::string fault_notice(const RunReport& report) {
  std::set<std::string> sentences;
  for (const record::Measurement& measurement : report.measurements) {
    const std::string& fault = measurement.result.environment.fault_injected;
    if (!fault.empty()) sentences.insert(fault);
  }
  const scenarios::FaultInjection& asked = report.run.fault;
  if (sentences.empty() && !asked.empty()) {
    const std::string what = asked.kind == scenarios::FaultKind::kDelay
                                 ? "be slowed by " + record::human_percent(asked.slow_down)
                                 : std::string("get a fault of kind ") + to_string(asked.kind);
    sentences.insert(fmt::format("{} to {} (no result carries it)", asked.model, what));
  }
  if (sentences.empty()) return {};
  return fmt::format("A FAULT WAS PUT IN ON PURPOSE: {}", fmt::join(sentences, "; "));
}

std::string human_time(int64_t unix_ns) {
  if (unix_ns <= 0) return "-";
  return fmt::format("{:%Y-%m-%d %H:%M} UTC",
                     fmt::gmtime(static_cast<std::time_t>(unix_ns / 1'000'000'000)));
}

}  // namespace nightjar::report
