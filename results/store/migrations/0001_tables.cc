// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrations/steps.h"

namespace nightjar::store {

const char* const kTablesSql = R"sql(
CREATE TABLE runs (
  sequence         INTEGER PRIMARY KEY AUTOINCREMENT,
  suite_name       TEXT NOT NULL,
  suite_text       TEXT NOT NULL,
  fault            TEXT NOT NULL,
  created_unix_ns  INTEGER NOT NULL,
  finished_unix_ns INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE scenarios (
  id           INTEGER PRIMARY KEY,
  digest       TEXT NOT NULL UNIQUE,
  fingerprint  TEXT NOT NULL,
  display_name TEXT NOT NULL,
  kind         TEXT NOT NULL,
  model        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  batch        INTEGER NOT NULL,
  pattern      TEXT NOT NULL,
  device       TEXT NOT NULL,
  text         TEXT NOT NULL
) STRICT;
CREATE INDEX scenarios_by_model ON scenarios (model);
CREATE INDEX scenarios_by_fingerprint ON scenarios (fingerprint);

CREATE TABLE jobs (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  run            INTEGER NOT NULL REFERENCES runs (sequence),
  position       INTEGER NOT NULL,
  scenario_id    INTEGER NOT NULL REFERENCES scenarios (id),
  fingerprint    TEXT NOT NULL,
  state          TEXT NOT NULL DEFAULT 'queued'
                 CHECK (state IN ('queued', 'leased', 'done', 'failed', 'cancelled')),
  token          INTEGER NOT NULL DEFAULT 0,
  attempts       INTEGER NOT NULL DEFAULT 0,
  worker         TEXT NOT NULL DEFAULT '',
  lease_until_ns INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run, fingerprint)
) STRICT;
CREATE INDEX jobs_by_run ON jobs (run, state);
CREATE INDEX jobs_open ON jobs (run, position) WHERE state IN ('queued', 'leased');

CREATE TABLE environments (
  id             INTEGER PRIMARY KEY,
  digest         TEXT NOT NULL UNIQUE,
  device_class   TEXT NOT NULL,
  device_name    TEXT NOT NULL,
  host           TEXT NOT NULL,
  git_revision   TEXT NOT NULL,
  git_dirty      INTEGER NOT NULL,
  fault_injected TEXT NOT NULL,
  text           TEXT NOT NULL
) STRICT;

CREATE TABLE results (
  job_id            INTEGER PRIMARY KEY REFERENCES jobs (id),
  run               INTEGER NOT NULL REFERENCES runs (sequence),
  fingerprint       TEXT NOT NULL,
  device_class      TEXT NOT NULL,
  token             INTEGER NOT NULL,
  outcome           TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'cancelled')),
  error             TEXT NOT NULL,
  environment_id    INTEGER NOT NULL REFERENCES environments (id),
  clock_mhz         REAL,
  load_average      REAL,
  samples           INTEGER NOT NULL,
  median_ns         REAL,
  mean_ns           REAL,
  min_ns            REAL,
  max_ns            REAL,
  p90_ns            REAL,
  p95_ns            REAL,
  p99_ns            REAL,
  cv                REAL,
  median_low_ns     REAL,
  median_high_ns    REAL,
  enqueue           TEXT NOT NULL,
  h2d               TEXT NOT NULL,
  compute           TEXT NOT NULL,
  d2h               TEXT NOT NULL,
  throughput_per_s  REAL,
  discarded_samples INTEGER NOT NULL,
  discard_reason    TEXT NOT NULL,
  stop_reason       TEXT NOT NULL,
  plan_digest       TEXT NOT NULL,
  decisions_digest  TEXT NOT NULL,
  started_unix_ns   INTEGER NOT NULL,
  finished_unix_ns  INTEGER NOT NULL
) STRICT;
CREATE INDEX results_by_series ON results (fingerprint, device_class, run) WHERE outcome = 'done';
CREATE INDEX results_by_run ON results (run);

CREATE TABLE accuracy (
  job_id             INTEGER PRIMARY KEY REFERENCES results (job_id),
  cosine             REAL,
  max_abs_error      REAL,
  max_relative_error REAL,
  sqnr_db            REAL,
  top1_agreement     REAL,
  compared_items     INTEGER NOT NULL,
  label_accuracy     REAL,
  label_count        INTEGER NOT NULL
) STRICT;

CREATE TABLE build_figures (
  job_id            INTEGER PRIMARY KEY REFERENCES results (job_id),
  cold_build_ns     REAL,
  rebuild_ns        REAL,
  plan_bytes        INTEGER NOT NULL,
  peak_memory_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE layers (
  job_id    INTEGER NOT NULL REFERENCES results (job_id),
  position  INTEGER NOT NULL,
  step      INTEGER NOT NULL,
  name      TEXT NOT NULL,
  nodes     TEXT NOT NULL,
  tactic    TEXT NOT NULL,
  layout    TEXT NOT NULL,
  precision TEXT NOT NULL,
  median_ns REAL,
  share     REAL,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE samples (
  job_id INTEGER NOT NULL REFERENCES results (job_id),
  part   TEXT NOT NULL CHECK (part IN ('latency', 'enqueue', 'h2d', 'compute', 'd2h')),
  count  INTEGER NOT NULL,
  data   BLOB NOT NULL,
  PRIMARY KEY (job_id, part)
) STRICT;

CREATE TABLE left_out (
  run         INTEGER NOT NULL REFERENCES runs (sequence),
  position    INTEGER NOT NULL,
  scenario_id INTEGER NOT NULL REFERENCES scenarios (id),
  reason      TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
  job_id          INTEGER PRIMARY KEY REFERENCES jobs (id),
  run             INTEGER NOT NULL REFERENCES runs (sequence),
  fingerprint     TEXT NOT NULL,
  device_class    TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('ok', 'regressed', 'improved', 'ambiguous',
                                                'noisy', 'new', 'failed', 'not_measured')),
  baseline_run    INTEGER NOT NULL,
  baseline_points INTEGER NOT NULL,
  baseline_ns     REAL,
  change          REAL,
  threshold       REAL,
  noise           REAL,
  z               REAL,
  variance_source TEXT NOT NULL,
  sentence        TEXT NOT NULL,
  would_change    TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_by_run ON verdicts (run);

CREATE TABLE verdict_layers (
  job_id     INTEGER NOT NULL REFERENCES verdicts (job_id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  layer      TEXT NOT NULL,
  old_tactic TEXT NOT NULL,
  new_tactic TEXT NOT NULL,
  old_ns     REAL,
  new_ns     REAL,
  share      REAL,
  PRIMARY KEY (job_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotations (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id          INTEGER NOT NULL REFERENCES jobs (id),
  author          TEXT NOT NULL,
  opinion         TEXT NOT NULL CHECK (opinion IN ('acknowledged', 'rejected', 'explained')),
  note            TEXT NOT NULL,
  written_unix_ns INTEGER NOT NULL
) STRICT;
CREATE INDEX annotations_by_job ON annotations (job_id);
)sql";

}  // namespace nightjar::store
