// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/timing_cache.h"

#include <algorithm>
#include <sstream>

#include "base/digest.h"
#include "base/json_text.h"
#include "engine/build/choose/effort.h"
#include "engine/build/records/candidate_json.h"

namespace nightjar::build {
namespace {

constexpr const char* kHeading = "nightjar timing cache 1";
constexpr size_t kDigestDigits = 64;
constexpr int64_t kLastSecond = int64_t{1} << 40;  // of any clock that is not broken

std::string key_of(const CacheQuestion& question) {
  std::string text =
      question.problem_digest + '\n' + question.conditions + '\n' + question.device_class;
  for (const auto& [name, version] : question.libraries) text += '\n' + name + ' ' + version;
  return sha256_hex(text);
}

/// "DIGEST {json}": the digest is of the rest, so that a damaged line is known as one.
std::string line_of(const CacheEntry& entry) {
  Json json = {{"key", key_of(entry.question)},
               {"problem", entry.problem},
               {"problem_digest", entry.question.problem_digest},
               {"conditions", entry.question.conditions},
               {"device_class", entry.question.device_class},
               {"libraries", entry.question.libraries},
               {"level", entry.level},
               {"tactic", entry.tactic},
               {"config", entry.config},
               {"reason", entry.reason}};
  put_number(json, "median_ns", entry.median_ns);
  put_text(json, "output_digest", entry.output_digest);
  put_text(json, "constants_digest", entry.constants_digest);
  put_number(json, "clock_mhz", entry.clock_mhz);
  json["made_unix_s"] = entry.made_unix_s;
  json["candidates"] = candidates_json(entry.candidates);
  const std::string text = json_text(json);
  return sha256_hex(text) + ' ' + text;
}

bool is_of(const CandidateRecord& record, const std::string& tactic, const std::string& config) {
  return record.tactic == tactic && record.config == config;
}

/// Whether no contest has thrown the winner out.
bool has_trusted_winner(const CacheEntry& entry) {
  return std::none_of(
      entry.candidates.begin(), entry.candidates.end(), [&](const CandidateRecord& record) {
        return is_of(record, entry.tactic, entry.config) && !record.rejected.empty();
      });
}

Result<CacheEntry> entry_of(const std::string& line) {
  const Error refused = invalid_input("no entry of a timing cache");
  if (line.size() <= kDigestDigits) return refused;
  const std::string text = line.substr(kDigestDigits + 1);
  if (line.compare(0, kDigestDigits, sha256_hex(text)) != 0) return refused;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return refused;
  CacheEntry entry;
  entry.problem = text_of(json, "problem");
  entry.question.problem_digest = text_of(json, "problem_digest");
  entry.question.conditions = text_of(json, "conditions");
  entry.question.device_class = text_of(json, "device_class");
  const auto libraries = json.find("libraries");
  if (libraries == json.end() || !libraries->is_object()) return refused;
  for (const auto& [name, version] : libraries->items()) {
    if (version.is_string()) entry.question.libraries[name] = version.get<std::string>();
  }
  const auto level = integer_of(json, "level", 0, kMaxLevel);
  const auto made_unix_s = integer_of(json, "made_unix_s", 0, kLastSecond);
  if (!level || !made_unix_s) return refused;
  entry.level = static_cast<int>(*level);
  entry.tactic = text_of(json, "tactic");
  entry.config = text_of(json, "config");
  entry.reason = text_of(json, "reason");
  entry.output_digest = text_of(json, "output_digest");
  entry.constants_digest = text_of(json, "constants_digest");
  entry.median_ns = number_of(json, "median_ns");
  entry.clock_mhz = number_of(json, "clock_mhz");
  entry.made_unix_s = *made_unix_s;
  entry.candidates = candidates_of(json);
  if (text_of(json, "key") != key_of(entry.question) || entry.tactic.empty()) return refused;
  if (!has_trusted_winner(entry)) return refused;
  return entry;
}

uint64_t launches(const CacheEntry& entry) {
  uint64_t sum = 0;
  for (const CandidateRecord& candidate : entry.candidates) sum += candidate.samples;
  return sum;
}

bool is_better(const CacheEntry& one, const CacheEntry& other) {
  if (one.level != other.level) return one.level > other.level;
  const uint64_t mine = launches(one), theirs = launches(other);
  return mine != theirs ? mine > theirs : line_of(one) < line_of(other);
}

/// Whether all of `wanted` took part in `entry`.
bool covers(const CacheEntry& entry, const std::vector<CandidateRecord>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const CandidateRecord& one) {
    return std::any_of(
        entry.candidates.begin(), entry.candidates.end(),
        [&](const CandidateRecord& other) { return is_of(other, one.tactic, one.config); });
  });
}

bool is_won_by_one_of(const std::vector<CandidateRecord>& wanted, const CacheEntry& entry) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const CandidateRecord& one) {
    return is_of(one, entry.tactic, entry.config);
  });
}

bool has_same_candidates(const CacheEntry& one, const CacheEntry& other) {
  return covers(one, other.candidates) && covers(other, one.candidates);
}

}  // namespace

TimingCache TimingCache::from_text(const std::string& text) {
  TimingCache cache;
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line)) return cache;
  const bool is_ours = line == kHeading;
  if (!is_ours) cache.ignored_ = 1;
  while (std::getline(lines, line)) {
    auto entry = is_ours ? entry_of(line) : Result<CacheEntry>(invalid_input("another version"));
    if (entry.ok()) {
      cache.put(std::move(*entry));
    } else {
      ++cache.ignored_;
    }
  }
  return cache;
}

std::string TimingCache::to_text() const {
  std::string text = std::string(kHeading) + '\n';
  for (const CacheEntry* entry : entries()) text += line_of(*entry) + '\n';
  return text;
}

bool TimingCache::is_heading_of(const std::string& text) {
  return text.starts_with(std::string(kHeading) + '\n');
}

const CacheEntry* TimingCache::find(const CacheQuestion& question, int level,
                                    const std::vector<CandidateRecord>& wanted) const {
  const auto found = entries_.find(key_of(question));
  if (found == entries_.end()) return nullptr;
  for (const CacheEntry& entry : found->second) {
    if (entry.level < level || !covers(entry, wanted)) continue;
    if (wanted.empty() || is_won_by_one_of(wanted, entry)) return &entry;
  }
  return nullptr;
}

void TimingCache::put(CacheEntry entry) {
  std::vector<CacheEntry>& entries = entries_[key_of(entry.question)];
  const auto rival = std::find_if(entries.begin(), entries.end(), [&](const CacheEntry& known) {
    return has_same_candidates(known, entry);
  });
  if (rival != entries.end()) {
    if (!is_better(entry, *rival)) return;
    entries.erase(rival);
  }
  const auto place = std::find_if(entries.begin(), entries.end(),
                                  [&](const CacheEntry& known) { return is_better(entry, known); });
  entries.insert(place, std::move(entry));
}

void TimingCache::merge(const TimingCache& other) {
  for (const CacheEntry* entry : other.entries()) put(*entry);
  ignored_ += other.ignored_;
}

std::vector<const CacheEntry*> TimingCache::entries() const {
  std::vector<const CacheEntry*> all;
  for (const auto& [key, entries] : entries_) {
    for (const CacheEntry& entry : entries) all.push_back(&entry);
  }
  return all;
}

}  // namespace nightjar::build
