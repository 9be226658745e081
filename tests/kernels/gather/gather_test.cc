// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gather/gather.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

Result<HostTensor> answer(GatherProblem problem, const std::vector<HostTensor>& inputs,
                          const Dims& dims) {
  for (const HostTensor& input : inputs) {
    problem.inputs.push_back(describe(input.type(), input.dims()));
  }
  problem.output = describe(inputs[problem.kind == GatherKind::kOneHot ? 1 : 0].type(), dims);
  NIGHTJAR_ASSIGN(const auto answers, plain_answer(problem.to_problem(), inputs));
  return answers[0];
}

GatherProblem of_kind(GatherKind kind, int64_t axis = 0) {
  GatherProblem problem;
  problem.kind = kind;
  problem.axis = axis;
  return problem;
}

HostTensor int32s(const Dims& dims, const std::vector<int32_t>& values) {
  return HostTensor::of<int32_t>(DataType::kInt32, dims, values);
}

TEST(Gather, PicksRowsAndColumns) {
  const HostTensor data = HostTensor::of_floats({3, 2}, {1, 2, 3, 4, 5, 6});
  const auto rows = answer(of_kind(GatherKind::kGather),
                           {data, HostTensor::of_int64({2, 1}, {2, -3})}, {2, 1, 2});
  EXPECT_EQ(rows->to_floats(), (std::vector<float>{5, 6, 1, 2}));
  const auto columns = answer(of_kind(GatherKind::kGather, 1), {data, int32s({}, {1})}, {3});
  EXPECT_EQ(columns->to_floats(), (std::vector<float>{2, 4, 6}));
}

TEST(Gather, RefusesIndicesOutside) {
  const HostTensor data = HostTensor::of_floats({3}, {1, 2, 3});
  for (const int64_t index : {3, -4}) {
    const auto result =
        answer(of_kind(GatherKind::kGather), {data, HostTensor::of_int64({1}, {index})}, {1});
    ASSERT_FALSE(result.ok());
    EXPECT_NE(result.error().message.find("outside"), std::string::npos);
  }
}

TEST(Gather, PicksElements) {
  const HostTensor data = HostTensor::of_floats({2, 3}, {1, 2, 3, 4, 5, 6});
  const auto picked = answer(of_kind(GatherKind::kGatherElements, 1),
                             {data, HostTensor::of_int64({2, 2}, {2, 0, -1, 1})}, {2, 2});
  EXPECT_EQ(picked->to_floats(), (std::vector<float>{3, 1, 6, 5}));
}

TEST(Gather, PicksElementsOfAnySizeAlongAnyAxis) {
  for (const DataType type : {DataType::kInt8, DataType::kFloat16, DataType::kInt32,
                              DataType::kFloat64, DataType::kInt64}) {
    HostTensor data(type, {2, 3, 2});
    for (int64_t i = 0; i < 12; ++i) data.set_integer(i, i);
    const auto middle = answer(of_kind(GatherKind::kGatherElements, 1),
                               {data, int32s({2, 1, 2}, {2, 0, -1, 1})}, {2, 1, 2});
    EXPECT_EQ(middle->to_integers(), (std::vector<int64_t>{4, 1, 10, 9}));
    const auto first = answer(of_kind(GatherKind::kGatherElements, 0),
                              {data, int32s({1, 2, 2}, {1, 0, 1, 1})}, {1, 2, 2});
    EXPECT_EQ(first->to_integers(), (std::vector<int64_t>{6, 1, 8, 9}));
  }
}

TEST(Gather, MovesPackedElements) {
  HostTensor data(DataType::kUInt4, {5});
  for (int64_t i = 0; i < 5; ++i) data.set_integer(i, 11 + i % 4);
  const auto picked = answer(of_kind(GatherKind::kGather), {data, int32s({3}, {4, 3, 0})}, {3});
  ASSERT_TRUE(picked.ok()) << picked.error().message;
  EXPECT_EQ(picked->to_integers(), (std::vector<int64_t>{11, 14, 11}));
  GatherProblem adding = of_kind(GatherKind::kScatterElements);
  adding.reduction = ScatterReduction::kAdd;
  EXPECT_FALSE(
      answer(adding, {data, int32s({1}, {0}), HostTensor(DataType::kUInt4, {1})}, {5}).ok());
}

TEST(Gather, PicksSlicesByTuples) {
  const HostTensor data = HostTensor::of_floats({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7});
  const auto slices = answer(of_kind(GatherKind::kGatherNd),
                             {data, HostTensor::of_int64({2, 2}, {0, 1, 1, 0})}, {2, 2});
  EXPECT_EQ(slices->to_floats(), (std::vector<float>{2, 3, 4, 5}));
  GatherProblem batched = of_kind(GatherKind::kGatherNd);
  batched.batch_dims = 1;
  const auto in_batches = answer(batched, {data, HostTensor::of_int64({2, 1}, {1, 0})}, {2, 2});
  EXPECT_EQ(in_batches->to_floats(), (std::vector<float>{2, 3, 4, 5}));
}

TEST(Gather, ScattersSlices) {
  const HostTensor data = HostTensor::of_floats({3, 2}, {1, 1, 1, 1, 1, 1});
  const HostTensor rows = HostTensor::of_int64({2, 1}, {2, 2});
  const HostTensor updates = HostTensor::of_floats({2, 2}, {5, 6, 7, 8});
  GatherProblem problem = of_kind(GatherKind::kScatterNd);
  EXPECT_EQ(answer(problem, {data, rows, updates}, {3, 2})->to_floats(),
            (std::vector<float>{1, 1, 1, 1, 7, 8}));
  problem.reduction = ScatterReduction::kAdd;
  EXPECT_EQ(answer(problem, {data, rows, updates}, {3, 2})->to_floats(),
            (std::vector<float>{1, 1, 1, 1, 13, 15}));
  problem.reduction = ScatterReduction::kMin;
  EXPECT_EQ(answer(problem, {data, rows, updates}, {3, 2})->to_floats(),
            (std::vector<float>{1, 1, 1, 1, 1, 1}));
}

TEST(Gather, ScattersElements) {
  const HostTensor data = int32s({2, 3}, {0, 0, 0, 0, 0, 0});
  const HostTensor places = HostTensor::of_int64({1, 2}, {1, 0});
  const HostTensor updates = int32s({1, 2}, {-8, 9});
  GatherProblem problem = of_kind(GatherKind::kScatterElements);
  EXPECT_EQ(answer(problem, {data, places, updates}, {2, 3})->to_integers(),
            (std::vector<int64_t>{0, 9, 0, -8, 0, 0}));
  problem.reduction = ScatterReduction::kMax;
  EXPECT_EQ(answer(problem, {data, places, updates}, {2, 3})->to_integers(),
            (std::vector<int64_t>{0, 9, 0, 0, 0, 0}));
}

TEST(Gather, MarksOne) {
  const HostTensor values = HostTensor::of_floats({2}, {-1, 1});
  const HostTensor indices = HostTensor::of_floats({3}, {1, -1, 7});
  const auto rows = answer(of_kind(GatherKind::kOneHot, 1), {indices, values}, {3, 3});
  EXPECT_EQ(rows->to_floats(), (std::vector<float>{-1, 1, -1, -1, -1, 1, -1, -1, -1}));
  const auto columns = answer(of_kind(GatherKind::kOneHot, 0), {indices, values}, {3, 3});
  EXPECT_EQ(columns->to_floats(), (std::vector<float>{-1, -1, -1, 1, -1, -1, -1, 1, -1}));
}

TEST(Gather, RefusesShapesThatDoNotFit) {
  const HostTensor data = HostTensor::of_floats({3}, {1, 2, 3});
  const HostTensor index = HostTensor::of_int64({1}, {0});
  EXPECT_FALSE(answer(of_kind(GatherKind::kGather), {data, index}, {2}).ok());
  EXPECT_FALSE(answer(of_kind(GatherKind::kGather, 1), {data, index}, {1}).ok());
  EXPECT_FALSE(answer(of_kind(GatherKind::kGather), {data, data}, {3}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
