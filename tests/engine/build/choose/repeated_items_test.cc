// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/repeated_items.h"

#include <gtest/gtest.h>

#include "engine/build/choose/contest.h"
#include "kernels/gemm/gemm.h"
#include "kernels/reduce/reduce.h"
#include "tests/fakes/engine/planted_tactics.h"

namespace nightjar::build {
namespace {

using fakes::Manner;
using kernels::Problem;
using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kTimedRows = 32, kVerifiedRows = 4;

/// `rows` rows times a matrix.
Problem product(int64_t rows) {
  kernels::GemmProblem gemm;
  gemm.a = {DataType::kFloat32, {rows, 6}};
  gemm.b = {DataType::kFloat32, {6, 5}};
  gemm.y = {DataType::kFloat32, {rows, 5}};
  return gemm.to_problem();
}

/// The sums of `rows` rows over the rows: no row is answered by itself.
Problem sums_over(int64_t rows, int64_t axis) {
  kernels::ReduceProblem reduce;
  reduce.kind = kernels::ReduceKind::kSum;
  reduce.axes = {axis};
  reduce.input = {DataType::kFloat32, {rows, 6}};
  reduce.output = {DataType::kFloat32, {axis == 0 ? 1 : rows, axis == 0 ? 6 : 1}};
  return reduce.to_problem();
}

Trial trial_of(const Problem& problem) {
  auto trial = make_trial(*kernels::plain_tactic(problem.family), problem,
                          std::vector<HostTensor>(problem.inputs.size()), 1);
  EXPECT_TRUE(trial.ok()) << trial.error().message;
  return std::move(*trial);
}

bool is_item_by_item(const Problem& whole, const Problem& half) {
  return answers_item_by_item(*kernels::plain_tactic(whole.family), half, trial_of(whole));
}

TEST(RepeatedItems, RowsOfProductsAndSumsWithinRowsAreTheirOwn) {
  EXPECT_TRUE(is_item_by_item(product(8), product(4)));
  EXPECT_TRUE(is_item_by_item(sums_over(8, 1), sums_over(4, 1)));
}

TEST(RepeatedItems, SumsOverTheBatchAreNot) {
  EXPECT_FALSE(is_item_by_item(sums_over(8, 0), sums_over(4, 0)));
}

TEST(RepeatedItems, OperandsThatDoNotGrowWithTheBatchAreNot) {
  EXPECT_FALSE(is_item_by_item(product(9), product(4)));
}

TEST(RepeatedItems, EveryRepetitionIsChecked) {
  HostTensor expected(DataType::kFloat32, {2});
  expected.set_value(0, 1);
  expected.set_value(1, 2);
  std::vector<float> answer = {1, 2, 1, 2, 1, 2};
  EXPECT_TRUE(check_repetitions(expected, std::as_bytes(std::span(answer)), {}).ok());
  answer[4] = 1.5;
  const Status wrong = check_repetitions(expected, std::as_bytes(std::span(answer)), {});
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("in repetition 2 of its items"), std::string::npos);
}

TEST(RepeatedItems, WhoIsWrongForLargeBatchesAloneNeverWins) {
  const fakes::TickingClock clock;
  const fakes::PlantedTactic wrong("gemm.wrong.v1", "gemm", Manner::kWrongWhenLarge, 10, clock);
  const fakes::PlantedTactic right("gemm.right.v1", "gemm", Manner::kRight, 500, clock);
  const Problem timed = product(kTimedRows), verified = product(kVerifiedRows);
  const auto device = device::make_cpu_device(1);
  for (const bool is_judged : {false, true}) {
    const Question question{timed,
                            timed,
                            verified,
                            is_judged ? std::optional(product(kVerifiedRows / 2)) : std::nullopt,
                            std::vector<HostTensor>(timed.inputs.size()),
                            {{&wrong, ""}, {&right, ""}},
                            kernels::plain_tactic("gemm")};
    const auto choice = hold_contest(question, {effort_of(kDefaultLevel)}, *device, clock);
    ASSERT_TRUE(choice.ok()) << choice.error().message;
    EXPECT_EQ(choice->winner.tactic, is_judged ? &right : &wrong);
  }
}

}  // namespace
}  // namespace nightjar::build
