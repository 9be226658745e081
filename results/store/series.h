// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Series on disk: the history of one scenario on one class of device, by run number.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/run.h"
#include "results/record/series_point.h"

namespace nightjar::store {

class Database;

/// A series with the name people know it by.
struct SeriesEntry {
  record::SeriesKey key;
  std::string model, display_name;
  int64_t points = 0, last_run = 0;
};

class SeriesReader {
 public:
  explicit SeriesReader(Database& database) : database_(&database) {}

  /// The newest `limit` measurements of runs before `before_run`, oldest first. Only results of
  /// outcome kDone.
  Result<std::vector<record::SeriesPoint>> history(
      const record::SeriesKey& key, int64_t limit,
      int64_t before_run = std::numeric_limits<int64_t>::max());
  /// Series of a model or with a fingerprint (or the start of one); all for an empty text.
  Result<std::vector<SeriesEntry>> find(const std::string& model_or_fingerprint);
  /// One measurement with its layers; the job_id comes from a SeriesPoint.
  Result<record::Measurement> measurement(int64_t job_id);
  /// Its raw samples.
  Result<record::Samples> samples(int64_t job_id);

 private:
  Database* database_;
};

}  // namespace nightjar::store
