// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/timing_cache.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/text_file.h"
#include "engine/build/builder.h"
#include "tests/fakes/engine/planted_tactics.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

CacheEntry entry(const std::string& problem, uint64_t samples) {
  CacheEntry entry;
  entry.question = {problem, "-c", "cpu of the test x1", {{"onednn", "2.6.3"}}};
  entry.problem = "gemm";
  entry.level = 3;
  entry.tactic = "gemm.own.v1";
  entry.median_ns = 12.5;
  entry.candidates = {{"gemm.plain.v1", "", 90, 80, 99, samples},
                      {"gemm.own.v1", "", 12.5, 12, 13, samples}};
  return entry;
}

TEST(TimingCache, ReadsBackWhatItWrote) {
  TimingCache cache;
  cache.put(entry("a", 5));
  cache.put(entry("b", 5));
  const TimingCache again = TimingCache::from_text(cache.to_text());
  EXPECT_EQ(again.size(), 2u);
  EXPECT_EQ(again.ignored(), 0u);
  EXPECT_EQ(again.to_text(), cache.to_text());
  ASSERT_NE(again.find(entry("a", 5).question, 3), nullptr);
  EXPECT_EQ(*again.find(entry("a", 5).question, 3), entry("a", 5));
}

TEST(TimingCache, ForeignAndDamagedEntriesAreIgnoredAndNeverAnError) {
  TimingCache cache;
  cache.put(entry("a", 5));
  std::string damaged = cache.to_text();
  damaged[damaged.size() / 2] ^= 1;
  EXPECT_EQ(TimingCache::from_text(damaged).size(), 0u);
  EXPECT_EQ(TimingCache::from_text(damaged).ignored(), 1u);
  EXPECT_EQ(TimingCache::from_text("rubbish\nmore\n").size(), 0u);
  EXPECT_EQ(TimingCache::from_text("").ignored(), 0u);
  EXPECT_EQ(TimingCache::from_text(cache.to_text() + "{}\n").size(), 1u);
  CacheQuestion elsewhere = entry("a", 5).question;
  elsewhere.libraries["onednn"] = "3.0";
  EXPECT_EQ(cache.find(elsewhere, 3), nullptr);
}

TEST(TimingCache, LessEffortIsNoAnswer) {
  TimingCache cache;
  cache.put(entry("a", 5));
  EXPECT_NE(cache.find(entry("a", 5).question, 2), nullptr);
  EXPECT_EQ(cache.find(entry("a", 5).question, 4), nullptr);
}

TEST(TimingCache, MergingHasNoOrder) {
  TimingCache one, two;
  one.put(entry("a", 5));
  one.put(entry("b", 50));
  two.put(entry("a", 9));
  two.put(entry("c", 5));
  TimingCache forth = one, back = two;
  forth.merge(two);
  back.merge(one);
  EXPECT_EQ(forth.to_text(), back.to_text());
  EXPECT_EQ(forth.size(), 3u);
  EXPECT_EQ(forth.find(entry("a", 5).question, 3)->candidates[0].samples, 9u);
}

/// A tactic gets a new version: what the old one took must not keep the new timings out.
TEST(TimingCache, EntriesOfOtherCandidatesStandBesideEachOther) {
  CacheEntry old = entry("a", 500), fresh = entry("a", 5);
  old.level = 5;
  fresh.tactic = fresh.candidates[1].tactic = "gemm.own.v2";
  TimingCache cache;
  cache.put(old);
  EXPECT_EQ(cache.find(old.question, 3, fresh.candidates), nullptr);
  cache.put(fresh);
  EXPECT_EQ(cache.size(), 2u);
  ASSERT_NE(cache.find(old.question, 3, fresh.candidates), nullptr);
  EXPECT_EQ(cache.find(old.question, 3, fresh.candidates)->tactic, "gemm.own.v2");
  EXPECT_EQ(cache.find(old.question, 3, old.candidates)->tactic, "gemm.own.v1");
  TimingCache back;
  back.put(fresh);
  back.put(old);
  EXPECT_EQ(back.to_text(), cache.to_text());
}

TEST(TimingCache, AnEntryAnswersWhenItsWinnerIsAmongThoseAskedFor) {
  TimingCache cache;
  cache.put(entry("a", 5));
  const CandidateRecord plain{"gemm.plain.v1", ""}, own{"gemm.own.v1", ""};
  EXPECT_NE(cache.find(entry("a", 5).question, 3, {own}), nullptr);
  EXPECT_EQ(cache.find(entry("a", 5).question, 3, {plain}), nullptr);
}

TEST(TimingCache, WinnersThatWereThrownOutAndNumbersBeyondReasonAreIgnored) {
  TimingCache cache;
  CacheEntry bad = entry("a", 5);
  bad.candidates[1].rejected = "it was wrong";
  cache.put(bad);
  bad = entry("b", 5);
  bad.level = 1'000'000;
  cache.put(bad);
  bad = entry("c", 5);
  bad.made_unix_s = -1;
  cache.put(bad);
  EXPECT_EQ(TimingCache::from_text(cache.to_text()).size(), 0u);
  EXPECT_EQ(TimingCache::from_text(cache.to_text()).ignored(), 3u);
}

TEST(TimingCache, NamesThatAreNoTextAreWrittenAllTheSame) {
  TimingCache cache;
  CacheEntry odd = entry("a", 5);
  odd.problem = "gemm \xff\xfe";
  cache.put(odd);
  EXPECT_EQ(TimingCache::from_text(cache.to_text()).size(), 1u);
}

TEST(TimingCache, AFileOfSomebodyElseIsLeftAsItIs) {
  const std::string path = std::filesystem::path(testing::TempDir()) / "foreign.timings";
  for (const std::string text : {"my notes\n", "nightjar timing cache 2\nx\n"}) {
    ASSERT_TRUE(write_text_file(path, text).ok());
    for (const Status& status :
         {save_timing_cache(path, TimingCache()), Status(load_timing_cache(path).error())}) {
      ASSERT_FALSE(status.ok());
      EXPECT_EQ(status.error().kind, ErrorKind::kConflict);
      EXPECT_NE(status.error().message.find(path), std::string::npos);
    }
    EXPECT_EQ(read_text_file(path).value(), text);
  }
  ASSERT_TRUE(write_text_file(path, "").ok());
  EXPECT_TRUE(save_timing_cache(path, TimingCache()).ok());
  EXPECT_FALSE(load_timing_cache(testing::TempDir()).ok()) << "a folder";
}

TEST(TimingCache, FilesOfTwoBuildsMerge) {
  const std::string path = std::filesystem::path(testing::TempDir()) / "merged.timings";
  std::filesystem::remove(path);
  TimingCache one, two;
  one.put(entry("a", 5));
  two.put(entry("b", 5));
  ASSERT_TRUE(save_timing_cache(path, one).ok());
  ASSERT_TRUE(save_timing_cache(path, two).ok());
  EXPECT_EQ(load_timing_cache(path)->size(), 2u);
  EXPECT_EQ(load_timing_cache(path + ".absent")->size(), 0u);
  EXPECT_FALSE(save_timing_cache("/nonexistent/folder/cache", one).ok());
}

/// Launches are only made for what is not in the cache: a second build reads the clock less.
TEST(TimingCache, ASecondBuildTakesItsTimingsFromTheFirst) {
  const auto device = device::make_cpu_device(1);
  TimingCache cache;
  BuildOptions options;
  options.timing_cache = &cache;
  const fakes::TickingClock clock;
  const auto network = fakes::random_network(4);
  const auto first = build_plan(network, *device, options, clock);
  const int64_t after_first_ns = clock.steady_ns();
  ASSERT_TRUE(first.ok()) << first.error().message;
  ASSERT_GT(cache.size(), 0u);
  TimingCache loaded = TimingCache::from_text(cache.to_text());
  options.timing_cache = &loaded;
  const auto second = build_plan(network, *device, options, clock);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(first->bytes, second->bytes);
  EXPECT_LT(clock.steady_ns() - after_first_ns, after_first_ns / 2);
  EXPECT_EQ(loaded.to_text(), cache.to_text());
}

}  // namespace
}  // namespace nightjar::build
