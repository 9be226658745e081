// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How long the coordinator waits, and how often it tries.
#pragma once

#include <cstdint>

namespace nightjar::coordinator {

inline constexpr int64_t kSecondNs = 1'000'000'000;

struct Policy {
  /// How often a worker at work is asked to speak, and after how much silence it is lost: three
  /// missed calls and two seconds more.
  int64_t heartbeat_ns = kSecondNs;
  int64_t silence_ns = 5 * kSecondNs;
  /// Silence that is allowed to workers known from disk, after the coordinator was started again.
  int64_t restart_grace_ns = 15 * kSecondNs;
  int64_t idle_call_ns = kSecondNs / 5;

  int64_t max_attempts = 5;      ///< Leases a job gets before it has failed.
  int64_t max_lost_workers = 3;  ///< Different workers that may die on a job.
  int max_idle_reports = 3;      ///< Times a worker may ignore its lease.
  /// Longest that a job may take beyond its own warm-up and sampling.
  int64_t job_time_limit_ns = 900 * kSecondNs;
  int64_t overtime_ns = 60 * kSecondNs;   ///< On top, before a worker that goes on is overruled.
  int64_t patience_ns = 600 * kSecondNs;  ///< How long a job waits for a worker able to do it.
};

}  // namespace nightjar::coordinator
