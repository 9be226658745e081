// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The precision question in one table: models down, precision modes across.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/report/grid.h"
#include "scenarios/scenario.h"

namespace nightjar::report {

/// What one precision mode gave for one row.
struct PrecisionCell {
  double median_ns = 0;
  std::optional<double> speed_up;        ///< fp32 median over this one's.
  std::optional<double> cosine_loss;     ///< 1 - cosine against the FP32 reference.
  std::optional<double> top1_agreement;  ///< With the FP32 reference.
  std::optional<double> label_loss;      ///< fp32 label accuracy minus this one's.
};

struct PrecisionRow {
  std::string name;  ///< The scenario without its precision.
  std::map<scenarios::Precision, PrecisionCell> cells;
};

struct PrecisionTable {
  std::string device_class;
  std::vector<scenarios::Precision> precisions;  ///< Those that any row has, fp32 first.
  std::vector<PrecisionRow> rows;
};

/// One table a device class, from finished inference measurements; of several measurements of one
/// scenario the last counts.
std::vector<PrecisionTable> pivot_precisions(const std::vector<record::Measurement>& measurements);

Grid precision_grid(const PrecisionTable& table);
std::string print_precisions_json(const std::vector<PrecisionTable>& tables);

}  // namespace nightjar::report
