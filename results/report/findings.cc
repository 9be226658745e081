// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/findings.h"

#include <algorithm>
#include <iterator>

namespace nightjar::report {
namespace {

using record::VerdictKind;

constexpr VerdictKind kOrder[] = {VerdictKind::kRegressed,   VerdictKind::kFailed,
                                  VerdictKind::kNotMeasured, VerdictKind::kAmbiguous,
                                  VerdictKind::kNoisy,       VerdictKind::kImproved};

std::ptrdiff_t rank_of(VerdictKind kind) {
  return std::find(std::begin(kOrder), std::end(kOrder), kind) - std::begin(kOrder);
}

/// What a job without a verdict says for itself.
Finding unjudged(const record::Measurement& measurement) {
  const bool failed = measurement.result.outcome == record::Outcome::kFailed;
  return {scenarios::display_name(measurement.scenario),
          failed ? VerdictKind::kFailed : VerdictKind::kNotMeasured, measurement.result.error, ""};
}

}  // namespace

std::vector<Finding> findings(const RunReport& report) {
  std::vector<Finding> list;
  for (const record::Measurement& measurement : report.measurements) {
    const record::Verdict* verdict = report.verdict_of(measurement.job_id);
    if (verdict != nullptr) {
      list.push_back({scenarios::display_name(measurement.scenario), verdict->kind,
                      verdict->sentence, verdict->would_change});
    } else if (measurement.result.outcome != record::Outcome::kDone) {
      list.push_back(unjudged(measurement));
    }
  }
  const std::ptrdiff_t untold = std::size(kOrder);
  std::erase_if(list, [&](const Finding& f) { return rank_of(f.kind) == untold; });
  std::stable_sort(list.begin(), list.end(), [](const Finding& a, const Finding& b) {
    return rank_of(a.kind) < rank_of(b.kind);
  });
  return list;
}

}  // namespace nightjar::report
