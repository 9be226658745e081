// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reformat/reformat.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::Layout;
using testing::describe;
using testing::pick;
using testing::Random;

/// The value an element has after a detour through `type`.
double rounded(double value, DataType type) {
  tensor::HostTensor one(type, {1});
  one.set_value(0, tensor::is_float(type) ? value : std::trunc(value));
  return one.value_at(0);
}

void expect_same(const ReformatProblem& reformat, const Tactic& tactic,
                 const tensor::HostTensor& x) {
  const Problem problem = reformat.to_problem();
  const auto outputs = testing::run_tactic(tactic, problem, "", std::vector{x}, {}, 2);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  std::vector<double> expected = testing::logical_values(reformat.x, x);
  for (double& value : expected) value = rounded(value, reformat.y.type);
  EXPECT_EQ(testing::logical_values(reformat.y, (*outputs)[0]), expected)
      << tactic.name() << " " << problem.to_string();
}

std::vector<const Tactic*> cpu_tactics() {
  std::vector<const Tactic*> tactics = tactics_of("reformat");
  std::erase_if(tactics, [](const Tactic* tactic) {
    return tactic->device_kind() != device::DeviceKind::kCpu;
  });
  return tactics;
}

TEST(Reformat, EveryTacticMovesEveryLayout) {
  const device::DeviceInfo info = device::make_cpu_device(2)->info();
  Random random(20260715);
  const DataType types[] = {DataType::kFloat32, DataType::kBFloat16};
  int onednn_runs = 0;
  for (int i = 0; i < 60; ++i) {
    Dims dims = {pick(random, 1, 2), 16 * pick(random, 1, 3)};
    for (int64_t rank = pick(random, 1, 3); rank > 0; --rank) dims.push_back(pick(random, 1, 20));
    const auto layout = [&] { return static_cast<Layout>(pick(random, 0, 2)); };
    const ReformatProblem reformat{describe(types[pick(random, 0, 1)], dims, layout()),
                                   describe(types[pick(random, 0, 1)], dims, layout())};
    const auto x = testing::random_operand(reformat.x, random);
    for (const Tactic* tactic : cpu_tactics()) {
      ASSERT_TRUE(tactic->supports(reformat.to_problem(), info));
      expect_same(reformat, *tactic, x);
      onednn_runs += tactic->source() == TacticSource::kOneDnn;
    }
  }
  EXPECT_EQ(onednn_runs, 60);
}

TEST(Reformat, PlainTacticConvertsEveryPairOfTypes) {
  const DataType types[] = {DataType::kFloat16, DataType::kBFloat16, DataType::kFloat32,
                            DataType::kFloat64, DataType::kInt8,     DataType::kUInt8,
                            DataType::kInt16,   DataType::kUInt16,   DataType::kInt32,
                            DataType::kUInt32,  DataType::kInt64,    DataType::kUInt64};
  for (const DataType from : types) {
    for (const DataType to : types) {
      const ReformatProblem reformat{describe(from, {1, 5, 7}, Layout::kChannelsLast),
                                     describe(to, {1, 5, 7}, Layout::kRowMajor)};
      tensor::HostTensor x(from, {1, 7, 5});
      for (int64_t i = 0; i < x.count(); ++i) x.set_value(i, tensor::is_float(from) ? i / 4.0 : i);
      expect_same(reformat, *plain_tactic("reformat"), x);
    }
  }
}

TEST(Reformat, ScalarsAndEmptyTensors) {
  for (const Dims& dims : {Dims{}, Dims{0}, Dims{2, 0, 3}}) {
    const ReformatProblem reformat{describe(DataType::kFloat32, dims),
                                   describe(DataType::kBFloat16, dims)};
    const tensor::HostTensor x(DataType::kFloat32, dims);
    for (const Tactic* tactic : cpu_tactics()) expect_same(reformat, *tactic, x);
  }
}

TEST(Reformat, RefusesWhatDoesNotFit) {
  ReformatProblem reformat{describe(DataType::kFloat32, {1, 16, 4}),
                           describe(DataType::kFloat32, {1, 16, 5})};
  EXPECT_FALSE(ReformatProblem::from_problem(reformat.to_problem()).ok());
  reformat.y = describe(DataType::kFloat32, {1, 16, 4}, Layout::kChannelsBlocked16);
  EXPECT_TRUE(ReformatProblem::from_problem(reformat.to_problem()).ok());
  reformat.x.shape[1] = reformat.y.shape[1] = 15;
  EXPECT_FALSE(ReformatProblem::from_problem(reformat.to_problem()).ok());
}

}  // namespace
}  // namespace nightjar::kernels
