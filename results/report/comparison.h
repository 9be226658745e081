// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Two runs side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/report/grid.h"

namespace nightjar::report {

/// One series in the old run, the new run, or both.
struct ComparedRow {
  std::string scenario, device_class;
  std::optional<record::Measurement> before, after;
  std::optional<record::Verdict>
      verdict;  ///< Of `after` against `before` alone, when both are done.
};

struct Comparison {
  record::Run before, after;
  std::vector<ComparedRow> rows;
};

/// Pairs the runs' measurements by series and judges each pair.
Comparison compare_runs(const record::Run& before, std::vector<record::Measurement> old_ones,
                        const record::Run& after, std::vector<record::Measurement> new_ones);

bool has_regressed(const Comparison& comparison);

Grid comparison_grid(const Comparison& comparison);
std::string print_comparison_json(const Comparison& comparison);

}  // namespace nightjar::report
