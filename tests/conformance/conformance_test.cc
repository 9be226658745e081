// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Every case of every suite passes, by plan files and the runtime alone, or is a known gap.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "cli/models/verify/test_case.h"
#include "tests/conformance/suites.h"

namespace nightjar::conformance {
namespace {

namespace fs = std::filesystem;

constexpr size_t kShards = 4;

struct Shard {
  std::string suite;
  size_t number = 0;
};

void PrintTo(const Shard& shard, std::ostream* out) { *out << shard.suite << shard.number; }

/// Rows of suite, case, judgement and reason for the table that is printed after all tests.
class Rows {
 public:
  explicit Rows(const Shard& shard) {
    fs::create_directories("conformance");
    file_.open("conformance/" + shard.suite + "." + std::to_string(shard.number) + ".tsv");
  }
  void add(const std::string& suite, const std::string& name, const cli::JudgedCase& judged) {
    file_ << suite << '\t' << name << '\t' << to_string(judged.judgement) << '\t' << judged.reason
          << '\n';
  }

 private:
  std::ofstream file_;
};

class Conformance : public ::testing::TestWithParam<Shard> {
 protected:
  void SetUp() override {
    auto gaps = read_known_gaps(fs::path(NIGHTJAR_SOURCE_DIR) / "tests/conformance/known_gaps.tsv");
    ASSERT_TRUE(gaps.ok()) << gaps.error().message;
    gaps_ = std::move((*gaps)[GetParam().suite]);
  }

  void judge(const Case& tested, Rows& rows) {
    const cli::JudgedCase judged = cli::judge_case(tested.model, *device_, clock_);
    rows.add(GetParam().suite, tested.name, judged);
    const bool passed = judged.judgement == cli::Judgement::kPassed;
    const bool is_gap = gaps_.contains(tested.name);
    EXPECT_FALSE(passed && is_gap)
        << tested.name << " passes now: take it out of tests/conformance/known_gaps.tsv";
    EXPECT_TRUE(passed || is_gap) << tested.name << ": " << to_string(judged.judgement) << ": "
                                  << judged.reason;
  }

  std::map<std::string, std::string> gaps_;
  std::unique_ptr<device::Device> device_ = device::make_cpu_device(1);
  SystemClock clock_;
};

TEST_P(Conformance, EveryCasePassesOrIsAKnownGap) {
  Rows rows(GetParam());
  const std::vector<Case> cases = cases_of(GetParam().suite);
  if (cases.empty()) GTEST_SKIP() << "the suite '" << GetParam().suite << "' is absent";
  for (size_t i = GetParam().number; i < cases.size(); i += kShards) judge(cases[i], rows);
}

TEST_P(Conformance, EveryKnownGapIsACase) {
  std::set<std::string> names;
  for (const Case& each : cases_of(GetParam().suite)) names.insert(each.name);
  if (names.empty()) GTEST_SKIP() << "the suite '" << GetParam().suite << "' is absent";
  for (const auto& [name, reason] : gaps_) EXPECT_TRUE(names.contains(name)) << name;
}

std::vector<Shard> all_shards() {
  std::vector<Shard> shards;
  for (const std::string& suite : suite_names()) {
    for (size_t number = 0; number < kShards; ++number) shards.push_back({suite, number});
  }
  return shards;
}

INSTANTIATE_TEST_SUITE_P(Suites, Conformance, ::testing::ValuesIn(all_shards()),
                         [](const auto& tested) {
                           return tested.param.suite + "_" + std::to_string(tested.param.number);
                         });

}  // namespace
}  // namespace nightjar::conformance
