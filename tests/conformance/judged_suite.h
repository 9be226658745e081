// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Judges the cases of a suite on one device, in shards, and writes a row for each.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/models/verify/test_case.h"
#include "tests/conformance/suites.h"

namespace nightjar::conformance {

inline constexpr size_t kShards = 4;

struct Shard {
  std::string suite;
  size_t number = 0;
};

inline void PrintTo(const Shard& shard, std::ostream* out) { *out << shard.suite << shard.number; }

/// Rows of suite, case, judgement and reason for the table that is printed after all tests. A case
/// that passed with the host's help has a judgement of its own.
class Rows {
 public:
  /// `table` names the suite's row.
  Rows(const std::string& table, size_t number) : table_(table) {
    std::filesystem::create_directories("conformance");
    file_.open("conformance/" + table + "." + std::to_string(number) + ".tsv");
  }
  void add(const std::string& name, const cli::JudgedCase& judged) {
    const bool is_helped = judged.judgement == cli::Judgement::kPassed && !judged.on_host.empty();
    file_ << table_ << '\t' << name << '\t' << (is_helped ? "on host" : to_string(judged.judgement))
          << '\t' << (is_helped ? judged.on_host : judged.reason) << '\n';
  }

 private:
  std::string table_;
  std::ofstream file_;
};

/// `Place` says which device, and which files of known gaps hold for it:
///   static Result<std::unique_ptr<device::Device>> open();
///   static std::vector<std::string> gap_files();
///   static constexpr const char* kTablePrefix;
template <typename Place>
class JudgedSuite : public ::testing::TestWithParam<Shard> {
 protected:
  void SetUp() override {
    for (const std::string& file : Place::gap_files()) {
      auto gaps = read_known_gaps(file_beside_tests(file));
      ASSERT_TRUE(gaps.ok()) << gaps.error().message;
      gaps_.merge((*gaps)[GetParam().suite]);
    }
  }

  void judge_shard() {
    const std::vector<Case> cases = cases_of(GetParam().suite);
    if (cases.empty()) GTEST_SKIP() << "the suite '" << GetParam().suite << "' is absent";
    auto device = Place::open();
    if (!device.ok()) GTEST_SKIP() << device.error().message;
    Rows rows(Place::kTablePrefix + GetParam().suite, GetParam().number);
    for (size_t i = GetParam().number; i < cases.size(); i += kShards) {
      judge(cases[i], **device, rows);
    }
  }

  void expect_gaps_are_cases() {
    std::set<std::string> names;
    for (const Case& each : cases_of(GetParam().suite)) names.insert(each.name);
    if (names.empty()) GTEST_SKIP() << "the suite '" << GetParam().suite << "' is absent";
    for (const auto& [name, reason] : gaps_) EXPECT_TRUE(names.contains(name)) << name;
  }

 private:
  void judge(const Case& tested, device::Device& device, Rows& rows) {
    const cli::JudgedCase judged = cli::judge_case(tested.model, device, clock_);
    rows.add(tested.name, judged);
    const bool passed = judged.judgement == cli::Judgement::kPassed;
    const bool is_gap = gaps_.contains(tested.name);
    EXPECT_FALSE(passed && is_gap) << tested.name << " passes now: take it out of the known gaps";
    EXPECT_TRUE(passed || is_gap) << tested.name << ": " << to_string(judged.judgement) << ": "
                                  << judged.reason;
  }

  std::map<std::string, std::string> gaps_;
  SystemClock clock_;
};

inline std::vector<Shard> all_shards() {
  std::vector<Shard> shards;
  for (const std::string& suite : suite_names()) {
    for (size_t number = 0; number < kShards; ++number) shards.push_back({suite, number});
  }
  return shards;
}

inline std::string name_of(const ::testing::TestParamInfo<Shard>& tested) {
  return tested.param.suite + "_" + std::to_string(tested.param.number);
}

}  // namespace nightjar::conformance
