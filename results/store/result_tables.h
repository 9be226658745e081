// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A job's result spread over the tables results, accuracy, build_figures, layers, samples and
// environments, and gathered again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/record.h"
#include "results/record/run.h"
#include "results/store/database.h"

namespace nightjar::store {

/// Which job a result belongs to.
struct ResultPlace {
  int64_t job_id = 0, run = 0;
  std::string fingerprint;
  int64_t token = 0;  ///< Of the lease it was accepted under; 0 when there was none.
};

/// Call inside a transaction.
Status write_result(Database& database, const ResultPlace& place, const record::JobResult& result);

/// Selects everything that read_measurement takes, from jobs j; ends before the WHERE clause.
extern const char* const kSelectMeasurements;

/// The statement's current row, without layers and samples. A job without a result reads as failed
/// when its state says so and as cancelled when it has not ended.
Result<record::Measurement> read_measurement(Statement& row);

/// Layers of one job in order.
Result<std::vector<record::LayerRow>> read_layers(Database& database, int64_t job_id);
Result<record::Samples> read_samples(Database& database, int64_t job_id);

}  // namespace nightjar::store
