// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/fault_cases.h"

#include <algorithm>

namespace nightjar::report {
namespace {

using record::LayerRow;
using scenarios::FaultKind;

constexpr double kLeastShare = 0.01;
// Of the model's time; a small delay is as good a case as a large one.
constexpr double kDelays[] = {0.05, 0.1, 0.2};

std::vector<const LayerRow*> largest_first(const std::vector<LayerRow>& layers) {
  std::vector<const LayerRow*> rows;
  for (const LayerRow& row : layers) {
    const bool is_reformat = row.tactic.starts_with("reformat.");
    if (row.share >= kLeastShare && !row.nodes.empty() && !is_reformat) rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto* a, const auto* b) { return a->share > b->share; });
  return rows;
}

bool may_have(FaultKind kind, const scenarios::Scenario& scenario, const LayerRow& row) {
  if (kind == FaultKind::kPrecision) {
    return scenario.precision == scenarios::Precision::kBf16 ||
           scenario.precision == scenarios::Precision::kFp16;
  }
  return kind != FaultKind::kFusion || row.nodes.size() > 1;
}

}  // namespace

std::vector<FaultKind> timed_fault_kinds() {
  return {FaultKind::kDelay, FaultKind::kTactic, FaultKind::kPrecision, FaultKind::kFusion,
          FaultKind::kReformat};
}

std::map<FaultKind, std::vector<FaultCase>> fault_cases(
    const std::vector<record::Measurement>& sound) {
  std::vector<std::vector<const LayerRow*>> rows;
  size_t deepest = 0;
  for (const record::Measurement& measurement : sound) {
    rows.push_back(largest_first(measurement.result.layers));
    deepest = std::max(deepest, rows.back().size());
  }
  std::map<FaultKind, std::vector<FaultCase>> cases;
  for (const FaultKind kind : timed_fault_kinds()) {
    std::vector<FaultCase>& of_kind = cases[kind];
    for (size_t rank = 0; rank < deepest; ++rank) {
      for (size_t i = 0; i < sound.size(); ++i) {
        const scenarios::Scenario& scenario = sound[i].scenario;
        if (rank >= rows[i].size() || !may_have(kind, scenario, *rows[i][rank])) continue;
        scenarios::FaultInjection fault{scenario.model, 0, rows[i][rank]->nodes.front(), kind};
        if (kind == FaultKind::kDelay) fault.slow_down = kDelays[of_kind.size() % 3];
        of_kind.push_back({scenario, std::move(fault)});
      }
    }
  }
  return cases;
}

}  // namespace nightjar::report
