// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The same cases on a GPU. What the host had to help with is a column of its own in the table.
#include "tests/conformance/judged_suite.h"

namespace nightjar::conformance {
namespace {

struct FirstGpu {
  static constexpr const char* kTablePrefix = "gpu ";
  static Result<std::unique_ptr<device::Device>> open() { return device::open_device("cuda:0"); }
  static std::vector<std::string> gap_files() { return {"known_gaps.tsv", "known_gaps_gpu.tsv"}; }
};

using ConformanceOnGpu = JudgedSuite<FirstGpu>;

TEST_P(ConformanceOnGpu, EveryCasePassesOrIsAKnownGap) { judge_shard(); }

INSTANTIATE_TEST_SUITE_P(Suites, ConformanceOnGpu, ::testing::ValuesIn(all_shards()), name_of);

}  // namespace
}  // namespace nightjar::conformance
