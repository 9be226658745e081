// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrations/steps.h"

namespace nightjar::store {

const char* const kLoadsSql = R"sql(
CREATE TABLE load_figures (
  job_id INTEGER PRIMARY KEY REFERENCES results (job_id),
  text   TEXT NOT NULL CHECK (json_valid(text))
) STRICT;

CREATE VIEW v_loads AS
SELECT m.run, m.sequence, m.job_id, m.scenario, m.model, m.precision, m.pattern, m.fingerprint,
       m.device_class, l.text ->> '$.concurrency' AS concurrency, l.text ->> '$.queries' AS queries,
       l.text ->> '$.percentile' AS percentile,
       (l.text ->> '$.percentile_ns') / 1e6 AS percentile_ms,
       (l.text ->> '$.percentile_low_ns') / 1e6 AS percentile_low_ms,
       (l.text ->> '$.percentile_high_ns') / 1e6 AS percentile_high_ms,
       (l.text ->> '$.supported_ns') / 1e6 AS supported_ms,
       l.text ->> '$.rate_per_s' AS rate_per_s,
       l.text ->> '$.failed_rate_per_s' AS failed_rate_per_s,
       (l.text ->> '$.latency_bound_ns') / 1e6 AS latency_bound_ms,
       l.text ->> '$.rates_tried' AS rates_tried
FROM load_figures l JOIN v_measurements m ON m.job_id = l.job_id;
)sql";

}  // namespace nightjar::store
