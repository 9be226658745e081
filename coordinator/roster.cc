// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/roster.h"

#include <algorithm>
#include <limits>

namespace nightjar::coordinator {

bool Roster::hear(const wire::WorkerState& worker, int64_t now_ns, int64_t silence_ns) {
  RosterEntry& entry = entries_[worker.worker_id];
  const bool is_new = !entry.has_spoken;
  entry.worker = worker;
  entry.worker.result.reset();
  entry.last_heard_ns = now_ns;
  entry.lost_at_ns = now_ns + silence_ns;
  entry.has_spoken = true;
  return is_new;
}

void Roster::expect(const std::string& worker_id, int64_t now_ns, int64_t lost_at_ns) {
  const auto [entry, is_new] = entries_.try_emplace(worker_id);
  if (!is_new) return;
  entry->second.worker.worker_id = worker_id;
  entry->second.last_heard_ns = now_ns;
  entry->second.lost_at_ns = lost_at_ns;
}

void Roster::remember_accepted(const std::string& worker_id, int64_t job_id, int64_t token) {
  RosterEntry& entry = entries_[worker_id];
  entry.accepted_job_id = job_id;
  entry.accepted_token = token;
}

bool Roster::has_accepted(const std::string& worker_id, int64_t job_id, int64_t token) const {
  const auto entry = entries_.find(worker_id);
  return entry != entries_.end() && entry->second.accepted_job_id == job_id &&
         entry->second.accepted_token == token;
}

void Roster::remove(const std::string& worker_id) { entries_.erase(worker_id); }

std::vector<std::string> Roster::lost(int64_t now_ns) const {
  std::vector<std::string> lost;
  for (const auto& [id, entry] : entries_) {
    if (now_ns >= entry.lost_at_ns) lost.push_back(id);
  }
  return lost;
}

std::string Roster::find(const std::string& host, int64_t pid) const {
  for (const auto& [id, entry] : entries_) {
    if (entry.has_spoken && entry.worker.host == host && entry.worker.pid == pid) return id;
  }
  return "";
}

std::vector<wire::WorkerState> Roster::workers() const {
  std::vector<wire::WorkerState> workers;
  for (const auto& [id, entry] : entries_) {
    if (entry.has_spoken) workers.push_back(entry.worker);
  }
  return workers;
}

int64_t Roster::next_deadline_ns() const {
  int64_t next_ns = std::numeric_limits<int64_t>::max();
  for (const auto& [id, entry] : entries_) next_ns = std::min(next_ns, entry.lost_at_ns);
  return next_ns;
}

}  // namespace nightjar::coordinator
