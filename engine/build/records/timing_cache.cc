// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/timing_cache.h"

#include <sstream>

#include "base/digest.h"
#include "engine/build/records/candidate_json.h"

namespace nightjar::build {
namespace {

constexpr const char* kHeading = "nightjar timing cache 1";
constexpr size_t kDigestDigits = 64;

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
  put_number(json, "clock_mhz", entry.clock_mhz);
  json["made_unix_s"] = entry.made_unix_s;
  json["candidates"] = candidates_json(entry.candidates);
  const std::string text = json.dump();
  return sha256_hex(text) + ' ' + text;
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
  entry.level = static_cast<int>(number_of(json, "level"));
  entry.tactic = text_of(json, "tactic");
  entry.config = text_of(json, "config");
  entry.reason = text_of(json, "reason");
  entry.output_digest = text_of(json, "output_digest");
  entry.median_ns = number_of(json, "median_ns");
  entry.clock_mhz = number_of(json, "clock_mhz");
  entry.made_unix_s = static_cast<int64_t>(number_of(json, "made_unix_s"));
  entry.candidates = candidates_of(json);
  if (text_of(json, "key") != key_of(entry.question) || entry.tactic.empty()) return refused;
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
  for (const auto& [key, entry] : entries_) text += line_of(entry) + '\n';
  return text;
}

const CacheEntry* TimingCache::find(const CacheQuestion& question, int level) const {
  const auto found = entries_.find(key_of(question));
  return found == entries_.end() || found->second.level < level ? nullptr : &found->second;
}

void TimingCache::put(CacheEntry entry) {
  const std::string key = key_of(entry.question);
  const auto [place, is_new] = entries_.try_emplace(key, entry);
  if (!is_new && is_better(entry, place->second)) place->second = std::move(entry);
}

void TimingCache::merge(const TimingCache& other) {
  for (const auto& [key, entry] : other.entries_) put(entry);
  ignored_ += other.ignored_;
}

}  // namespace nightjar::build
