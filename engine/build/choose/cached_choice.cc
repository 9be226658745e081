// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/cached_choice.h"

#include <algorithm>

#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

const CandidateRecord* record_of(const std::vector<CandidateRecord>& records,
                                 const Candidate& candidate) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const CandidateRecord& record) {
        return record.tactic == candidate.tactic->name() && record.config == candidate.config;
      });
  return found == records.end() ? nullptr : &*found;
}

}  // namespace

CacheQuestion CachedChoices::question(const kernels::Problem& timed,
                                      const ConstantOperands& constants) const {
  std::string conditions = constants.mask;
  if (options_.max_workspace_bytes > 0) {
    conditions += " workspace<=" + std::to_string(options_.max_workspace_bytes);
  }
  return {timed.digest(), std::move(conditions), info_.class_name(), kernels::library_versions()};
}

std::optional<CachedChoice> CachedChoices::find(const kernels::Problem& timed,
                                                const ConstantOperands& constants,
                                                const std::vector<Candidate>& candidates) const {
  if (!is_used()) return std::nullopt;
  std::vector<CandidateRecord> wanted;
  for (const Candidate& candidate : candidates) {
    wanted.push_back({std::string(candidate.tactic->name()), candidate.config});
  }
  const CacheEntry* entry =
      options_.timing_cache->find(question(timed, constants), options_.level, wanted);
  if (entry == nullptr) return std::nullopt;
  Choice choice;
  for (const Candidate& candidate : candidates) {
    const CandidateRecord* record = record_of(entry->candidates, candidate);
    if (record == nullptr) return std::nullopt;
    choice.candidates.push_back(*record);
    if (record->tactic == entry->tactic && record->config == entry->config) {
      if (!record->rejected.empty()) return std::nullopt;
      choice.winner = candidate;
    }
  }
  if (choice.winner.tactic == nullptr) return std::nullopt;
  choice.median_ns = entry->median_ns;
  choice.output_digest = entry->output_digest;
  choice.reason = entry->reason;
  choice.clock_mhz = entry->clock_mhz;
  return CachedChoice{std::move(choice), entry->constants_digest == constants.digest};
}

void CachedChoices::keep(const kernels::Problem& timed, const ConstantOperands& constants,
                         const Choice& choice) const {
  if (!is_used() || !choice.is_lasting) return;
  CacheEntry entry;
  entry.question = question(timed, constants);
  entry.problem = timed.to_string();
  entry.level = options_.level;
  entry.tactic = choice.winner.tactic->name();
  entry.config = choice.winner.config;
  entry.reason = choice.reason;
  entry.output_digest = choice.output_digest;
  entry.constants_digest = constants.digest;
  entry.median_ns = choice.median_ns;
  entry.clock_mhz = choice.clock_mhz;
  entry.candidates = choice.candidates;
  entry.made_unix_s = clock_.unix_ns() / 1'000'000'000;
  options_.timing_cache->put(std::move(entry));
}

}  // namespace nightjar::build
