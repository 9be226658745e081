// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrations/steps.h"

namespace nightjar::store {

const char* const kViewsSql = R"sql(
CREATE VIEW v_runs AS
SELECT 'r' || sequence AS run, sequence, suite_name,
       json_extract(fault, '$.model') AS fault_model,
       datetime(created_unix_ns / 1000000000, 'unixepoch') AS created_utc,
       CASE WHEN finished_unix_ns = 0 THEN NULL
            ELSE datetime(finished_unix_ns / 1000000000, 'unixepoch') END AS finished_utc,
       (SELECT count(*) FROM jobs WHERE run = sequence) AS jobs,
       (SELECT count(*) FROM jobs WHERE run = sequence AND state = 'done') AS done,
       (SELECT count(*) FROM jobs WHERE run = sequence AND state = 'failed') AS failed,
       (SELECT count(*) FROM left_out WHERE left_out.run = sequence) AS left_out
FROM runs;

CREATE VIEW v_jobs AS
SELECT 'r' || j.run AS run, j.run AS sequence, j.id AS job_id, s.display_name AS scenario,
       j.state, j.attempts, j.worker, coalesce(r.error, '') AS error
FROM jobs j JOIN scenarios s ON s.id = j.scenario_id LEFT JOIN results r ON r.job_id = j.id;

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
WHERE r.outcome = 'done';

CREATE VIEW v_series AS
SELECT fingerprint, device_class, min(scenario) AS scenario, min(model) AS model,
       count(*) AS points, min(sequence) AS first_sequence, max(sequence) AS last_sequence,
       min(median_ms) AS best_median_ms
FROM v_measurements GROUP BY fingerprint, device_class;

CREATE VIEW v_verdicts AS
SELECT 'r' || v.run AS run, v.run AS sequence, v.job_id, s.display_name AS scenario, s.model,
       s.precision, v.device_class, v.kind AS verdict,
       CASE WHEN v.baseline_run > 0 THEN 'r' || v.baseline_run END AS baseline,
       v.baseline_points, v.baseline_ns / 1e6 AS baseline_ms, v.change, v.threshold, v.noise, v.z,
       v.variance_source, v.sentence, v.would_change,
       (SELECT layer FROM verdict_layers l WHERE l.job_id = v.job_id AND l.position = 0) AS layer
FROM verdicts v JOIN jobs j ON j.id = v.job_id JOIN scenarios s ON s.id = j.scenario_id;

CREATE VIEW v_layers AS
SELECT 'r' || j.run AS run, j.run AS sequence, l.job_id, s.display_name AS scenario, s.model,
       l.position, l.name AS layer, l.nodes, l.tactic, l.layout, l.precision,
       l.median_ns / 1e6 AS median_ms, l.share
FROM layers l JOIN jobs j ON j.id = l.job_id JOIN scenarios s ON s.id = j.scenario_id;

CREATE VIEW v_left_out AS
SELECT 'r' || o.run AS run, o.run AS sequence, s.display_name AS scenario, o.reason
FROM left_out o JOIN scenarios s ON s.id = o.scenario_id;

CREATE VIEW v_environments AS
SELECT DISTINCT 'r' || r.run AS run, r.run AS sequence, e.host, e.device_name, e.device_class,
       e.git_revision, e.git_dirty, e.fault_injected,
       json_extract(e.text, '$.compiler') AS compiler,
       json_extract(e.text, '$.build_type') AS build_type,
       json_extract(e.text, '$.os_kernel') AS os_kernel,
       json_extract(e.text, '$.driver') AS driver,
       json_extract(e.text, '$.libraries') AS libraries
FROM results r JOIN environments e ON e.id = r.environment_id;
)sql";

}  // namespace nightjar::store
