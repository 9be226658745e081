// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The workers that are there, what they said last, and when they count as lost.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "wire/messages.h"

namespace nightjar::coordinator {

struct RosterEntry {
  wire::WorkerState worker;  ///< What it said last, without its result.
  int64_t last_heard_ns = 0;
  int64_t lost_at_ns = 0;   ///< When it is lost unless it speaks before.
  bool has_spoken = false;  ///< False for a worker only known from disk.
  /// Its newest result that is on disk, for answering when it says so again.
  int64_t accepted_job_id = 0, accepted_token = 0;
};

class Roster {
 public:
  /// The worker spoke; returns whether it is new.
  bool hear(const wire::WorkerState& worker, int64_t now_ns, int64_t silence_ns);
  /// A worker known from disk, expected to speak again until `lost_at_ns`.
  void expect(const std::string& worker_id, int64_t now_ns, int64_t lost_at_ns);
  void remember_accepted(const std::string& worker_id, int64_t job_id, int64_t token);
  bool has_accepted(const std::string& worker_id, int64_t job_id, int64_t token) const;
  void remove(const std::string& worker_id);

  /// Ids of workers that have been silent for too long.
  std::vector<std::string> lost(int64_t now_ns) const;
  /// The worker of a process, or "" when there is none.
  std::string find(const std::string& host, int64_t pid) const;
  /// Those that have spoken.
  std::vector<wire::WorkerState> workers() const;
  const std::map<std::string, RosterEntry>& entries() const { return entries_; }
  /// The earliest time at which somebody is lost; the far future when nobody is there.
  int64_t next_deadline_ns() const;

 private:
  std::map<std::string, RosterEntry> entries_;
};

}  // namespace nightjar::coordinator
