// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Contests held before, kept as text: one line an entry, found by a digest of all it depends on.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/build/records/decisions_file.h"
#include "engine/device/device.h"

namespace nightjar::build {

/// Everything a timing depends on. Its digest is the key.
struct CacheQuestion {
  std::string problem_digest;  ///< Of the problem under the tuning shapes.
  std::string conditions;      ///< "c-c": which operands are constants; and limits, if any.
  std::string device_class;    ///< Names the CPU or GPU, its instructions and the threads.
  std::map<std::string, std::string> libraries;

  bool operator==(const CacheQuestion&) const = default;
};

struct CacheEntry {
  CacheQuestion question;
  std::string problem;  ///< For people.
  int level = 0;        ///< The builder level that spent its effort on it.
  std::string tactic, config, reason, output_digest;
  std::string constants_digest;  ///< Of the constants it was verified with; empty without any.
  double median_ns = 0, clock_mhz = 0;
  std::vector<CandidateRecord> candidates;
  int64_t made_unix_s = 0;

  bool operator==(const CacheEntry&) const = default;
};

/// Values in, values out; files are the caller's.
class TimingCache {
 public:
  /// Never fails: what is damaged, of another version or no entry at all is passed over and counted
  /// in `ignored`.
  static TimingCache from_text(const std::string& text);
  /// Whether the text begins as to_text() does.
  static bool is_heading_of(const std::string& text);
  /// Sorted by key: equal caches are equal text.
  std::string to_text() const;

  /// The best entry in which each of `wanted` took part, by tactic and configuration, and one of
  /// them won; nullptr when there is none, or only with less effort than `level`.
  const CacheEntry* find(const CacheQuestion& question, int level,
                         const std::vector<CandidateRecord>& wanted = {}) const;
  /// Of two entries for one question and the same candidates that of the higher level stays, then
  /// the one with more timed launches, then the one whose text comes first: in whatever order
  /// caches merge, they agree. Entries of other candidates stand beside each other, so that those
  /// of an older program never keep new ones out.
  void put(CacheEntry entry);
  void merge(const TimingCache& other);

  /// By key, the better of one question first; as long as the cache is not changed.
  std::vector<const CacheEntry*> entries() const;
  size_t size() const { return entries().size(); }
  size_t ignored() const { return ignored_; }

 private:
  std::map<std::string, std::vector<CacheEntry>> entries_;  // by key; the best first
  size_t ignored_ = 0;
};

/// An absent or empty file is an empty cache. One that cannot be read is an error, and so is
/// (kConflict) one that is no timing cache of this version: it belongs to somebody else.
Result<TimingCache> load_timing_cache(const std::string& path);
/// Merged with what the file holds by now, written beside it and renamed, so that builds that share
/// a cache lose nothing but the newest entries of a race. Refuses what load_timing_cache refuses.
Status save_timing_cache(const std::string& path, const TimingCache& cache);

}  // namespace nightjar::build
