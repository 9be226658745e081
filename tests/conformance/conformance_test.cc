// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Every case of every suite passes, by plan files and the runtime alone, or is a known gap.
#include "tests/conformance/judged_suite.h"

namespace nightjar::conformance {
namespace {

struct OneCore {
  static constexpr const char* kTablePrefix = "";
  static Result<std::unique_ptr<device::Device>> open() { return device::make_cpu_device(1); }
  static std::vector<std::string> gap_files() { return {"known_gaps.tsv"}; }
};

using Conformance = JudgedSuite<OneCore>;

TEST_P(Conformance, EveryCasePassesOrIsAKnownGap) { judge_shard(); }

TEST_P(Conformance, EveryKnownGapIsACase) { expect_gaps_are_cases(); }

INSTANTIATE_TEST_SUITE_P(Suites, Conformance, ::testing::ValuesIn(all_shards()), name_of);

}  // namespace
}  // namespace nightjar::conformance
