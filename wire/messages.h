// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What worker, coordinator and client say to each other, as plain structs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/record.h"
#include "scenarios/scenario.h"

namespace nightjar::wire {

inline constexpr uint32_t kProtocolVersion = 1;

/// Which plan a repeat runs. Only the two processes of a worker speak of it.
struct SideChoice {
  enum class Source : uint8_t {
    kOwn,            ///< The scenario's own, as every job of a suite.
    kKeptPlan,       ///< One that was kept, by its digest.
    kKeptDecisions,  ///< Built now from the decisions in a kept plan.
    kFresh,          ///< Built now, with nothing kept.
  };
  Source source = Source::kOwn;
  std::string plan_digest;  ///< With kKeptPlan and kKeptDecisions.

  bool operator==(const SideChoice&) const = default;
};

/// A job as the coordinator hands it out.
struct Lease {
  std::string run_id;
  int64_t job_id = 0;
  int64_t token = 0;  ///< Fencing token: grows with every lease of the job.
  scenarios::Scenario scenario;
  scenarios::FaultInjection fault;
  int64_t time_limit_ns = 0;                ///< Longest the job may take.
  std::optional<record::ProofOrder> proof;  ///< Set: repeat both sides instead of measuring once.
  SideChoice side;

  bool operator==(const Lease&) const = default;
};

/// The stage of an idle worker that ends after this exchange and wants no further job.
inline constexpr char kLeavingStage[] = "leaving";

/// Among the scenario kinds of a worker: it can repeat both sides of a suspicion.
inline constexpr char kProofKind[] = "proof";

/// One side of the idempotent exchange: who the worker is and what it is doing right now.
struct WorkerState {
  std::string worker_id;  ///< Unique for the life of a worker process.
  std::string device, device_class;
  std::vector<scenarios::Precision> precisions;  ///< What the device can do.
  std::vector<std::string> scenario_kinds;
  std::string host;
  int64_t pid = 0;
  /// The job in hand; job_id 0 when idle.
  int64_t job_id = 0;
  int64_t token = 0;
  std::string stage;    ///< "building", "sampling 120", … for people.
  double progress = 0;  ///< 0 to 1.
  /// Set once the job in hand has ended; repeated until the coordinator has taken it.
  std::optional<record::JobResult> result;

  bool operator==(const WorkerState&) const = default;
};

/// The other side: what the worker should be doing, and when to call again.
struct DesiredState {
  enum class Duty : uint8_t { kIdle, kWork, kCancel, kLeave };
  Duty duty = Duty::kIdle;
  std::optional<Lease> lease;   ///< With kWork: the job to do (or to keep doing).
  int64_t accepted_job_id = 0;  ///< A result that is now on disk; the worker may forget it.
  int64_t call_again_in_ns = 0;

  bool operator==(const DesiredState&) const = default;
};

/// Client requests: `nightjar submit`, `status`, `devices`, and a cancelled wait.
struct SubmitRequest {
  std::string submission_id;  ///< Chosen by the client; the same one again is the same run.
  std::string suite_name, suite_text;
  std::vector<scenarios::Scenario> scenarios;
  scenarios::FaultInjection fault;

  bool operator==(const SubmitRequest&) const = default;
};
struct SubmitReply {
  std::string run_id;
  std::string error;  ///< Empty when accepted.

  bool operator==(const SubmitReply&) const = default;
};
struct StatusRequest {
  std::string run_id;        ///< Empty: the newest.
  bool with_report = false;  ///< Also the report, once the run has been judged.

  bool operator==(const StatusRequest&) const = default;
};
struct DeviceRow {
  std::string worker_id, device, device_class, host, stage;
  int64_t job_id = 0;
  int64_t silent_ns = 0;  ///< Since its last message.

  bool operator==(const DeviceRow&) const = default;
};
struct StatusReply {
  std::string run_id, suite_name;
  int64_t total = 0, queued = 0, leased = 0, done = 0, failed = 0, cancelled = 0;
  bool finished = false;  ///< Every job has ended.
  bool judged = false;    ///< Verdicts are stored; the next two count them.
  int64_t regressed = 0, unmeasured = 0;
  std::string report;  ///< With with_report and judged.
  std::vector<DeviceRow> devices;
  std::string error;

  bool operator==(const StatusReply&) const = default;
};

/// Cancels the open jobs of a run; answered by a StatusReply.
struct CancelRequest {
  std::string run_id;

  bool operator==(const CancelRequest&) const = default;
};

/// The answer to a message that could not be read or may not be sent: one sentence.
struct Refusal {
  std::string sentence;

  bool operator==(const Refusal&) const = default;
};

}  // namespace nightjar::wire
