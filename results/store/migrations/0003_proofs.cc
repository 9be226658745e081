// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrations/steps.h"

namespace nightjar::store {

const char* const kProofsSql = R"sql(
ALTER TABLE jobs ADD COLUMN proves INTEGER REFERENCES jobs (id);
ALTER TABLE jobs ADD COLUMN proof_order TEXT NOT NULL DEFAULT '';

CREATE TABLE proofs (
  job_id      INTEGER PRIMARY KEY REFERENCES jobs (id),
  run         INTEGER NOT NULL REFERENCES runs (sequence),
  outcome     TEXT NOT NULL CHECK (outcome IN ('confirmed', 'tactic_luck', 'environment', 'noise',
                                               'ambiguous', 'unproven')),
  pairs       INTEGER NOT NULL,
  change      REAL,
  change_low  REAL,
  change_high REAL,
  old_ns      REAL,
  new_ns      REAL,
  duration_ns REAL,
  sentence    TEXT NOT NULL,
  text        TEXT NOT NULL
) STRICT;
CREATE INDEX proofs_by_run ON proofs (run);

CREATE TABLE proof_trials (
  job_id      INTEGER NOT NULL REFERENCES proofs (job_id) ON DELETE CASCADE,
  position    INTEGER NOT NULL,
  arm         TEXT NOT NULL,
  median_ns   REAL,
  plan_digest TEXT NOT NULL,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_proofs AS
SELECT 'r' || p.run AS run, p.run AS sequence, p.job_id, s.display_name AS scenario, s.model,
       s.precision, p.outcome, p.pairs, p.change, p.change_low, p.change_high,
       p.old_ns / 1e6 AS old_ms, p.new_ns / 1e6 AS new_ms, p.duration_ns / 1e9 AS duration_s,
       (SELECT count(*) FROM proof_trials t WHERE t.job_id = p.job_id) AS trials, p.sentence
FROM proofs p JOIN jobs j ON j.id = p.job_id JOIN scenarios s ON s.id = j.scenario_id;

DROP VIEW v_runs;
CREATE VIEW v_runs AS
SELECT 'r' || sequence AS run, sequence, suite_name,
       json_extract(fault, '$.model') AS fault_model,
       datetime(created_unix_ns / 1000000000, 'unixepoch') AS created_utc,
       CASE WHEN finished_unix_ns = 0 THEN NULL
            ELSE datetime(finished_unix_ns / 1000000000, 'unixepoch') END AS finished_utc,
       (SELECT count(*) FROM jobs WHERE run = sequence AND proves IS NULL) AS jobs,
       (SELECT count(*) FROM jobs WHERE run = sequence AND state = 'done'
                                    AND proves IS NULL) AS done,
       (SELECT count(*) FROM jobs WHERE run = sequence AND state = 'failed'
                                    AND proves IS NULL) AS failed,
       (SELECT count(*) FROM left_out WHERE left_out.run = sequence) AS left_out,
       (SELECT count(*) FROM proofs WHERE proofs.run = sequence) AS proofs
FROM runs;

DROP VIEW v_jobs;
CREATE VIEW v_jobs AS
SELECT 'r' || j.run AS run, j.run AS sequence, j.id AS job_id, s.display_name AS scenario,
       j.state, j.attempts, j.worker, coalesce(r.error, '') AS error, j.proves
FROM jobs j JOIN scenarios s ON s.id = j.scenario_id LEFT JOIN results r ON r.job_id = j.id;

DROP VIEW v_measurements;
CREATE VIEW v_measurements AS
SELECT 'r' || r.run AS run, r.run AS sequence, r.job_id, s.display_name AS scenario, s.kind,
       s.model, s.precision, s.batch, s.pattern, r.fingerprint, r.device_class,
       r.median_ns / 1e6 AS median_ms, r.p90_ns / 1e6 AS p90_ms, r.p95_ns / 1e6 AS p95_ms,
       r.p99_ns / 1e6 AS p99_ms, r.min_ns / 1e6 AS min_ms, r.max_ns / 1e6 AS max_ms,
       r.mean_ns / 1e6 AS mean_ms, r.cv, r.samples, r.discarded_samples,
       r.median_low_ns / 1e6 AS median_low_ms, r.median_high_ns / 1e6 AS median_high_ms,
       json_extract(r.compute, '$.median_ns') / 1e6 AS compute_ms,
       json_extract(r.h2d, '$.median_ns') / 1e6 AS h2d_ms,
       json_extract(r.d2h, '$.median_ns') / 1e6 AS d2h_ms,
       json_extract(r.enqueue, '$.median_ns') / 1e6 AS enqueue_ms,
       r.throughput_per_s, a.cosine, a.max_abs_error, a.max_relative_error, a.sqnr_db,
       a.top1_agreement,
       CASE WHEN a.label_count > 0 THEN a.label_accuracy END AS label_accuracy,
       b.cold_build_ns / 1e6 AS cold_build_ms, b.rebuild_ns / 1e6 AS rebuild_ms, b.plan_bytes,
       b.peak_memory_bytes, e.host, e.device_name, e.git_revision, e.git_dirty,
       e.fault_injected, r.plan_digest, r.decisions_digest, r.stop_reason,
       datetime(r.finished_unix_ns / 1000000000, 'unixepoch') AS finished_utc
FROM results r
JOIN jobs j ON j.id = r.job_id
JOIN scenarios s ON s.id = j.scenario_id
JOIN environments e ON e.id = r.environment_id
LEFT JOIN accuracy a ON a.job_id = r.job_id
LEFT JOIN build_figures b ON b.job_id = r.job_id
WHERE r.outcome = 'done' AND j.proves IS NULL;
)sql";

}  // namespace nightjar::store
