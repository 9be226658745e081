// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/norm/norm.h"
#include "kernels/reduce/reduce.h"
#include "kernels/softmax/softmax.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr DataType kTypes[] = {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16};

using RowsOnGpu = CudaTactics;

TEST_F(RowsOnGpu, SoftmaxAgrees) {
  for (const DataType type : kTypes) {
    for (const auto& [dims, axis] : std::vector<std::pair<Dims, int64_t>>{
             {{7, 128}, 1}, {{3, 1000}, 1}, {{2, 5000}, 1}, {{4, 13}, 1}, {{3, 40, 6}, 1}}) {
      for (const bool is_log : {false, true}) {
        const auto desc = describe(type, dims);
        expect_agreement("softmax.own.rows.v1",
                         SoftmaxProblem{desc, desc, axis, is_log}.to_problem());
      }
    }
  }
}

TEST_F(RowsOnGpu, NormsAgree) {
  for (const DataType type : kTypes) {
    for (const int64_t count : {96, 768, 1000, 4096, 77}) {
      NormProblem norm;
      norm.x = norm.y = describe(type, {3, 5, count});
      norm.axis = 2;
      norm.scale = describe(type, {count});
      expect_agreement("norm.own.rows.v1", norm.to_problem());
      norm.bias = describe(DataType::kFloat32, {count});
      expect_agreement("norm.own.rows.v1", norm.to_problem());
      norm.kind = NormKind::kRms;
      norm.bias = {};
      expect_agreement("norm.own.rows.v1", norm.to_problem());
    }
  }
}

TEST_F(RowsOnGpu, ReductionsAgree) {
  struct Case {
    Dims dims;
    std::vector<int64_t> axes;
    Dims result;
  };
  const Case cases[] = {
      {{4, 30, 7, 7}, {2, 3}, {4, 30}}, {{2, 49, 64}, {1}, {2, 64}},   {{3000}, {0}, {}},
      {{5, 33, 3}, {1}, {5, 3}},        {{2, 9001, 40}, {1}, {2, 40}}, {{6, 1024}, {1}, {6}}};
  for (const DataType type : kTypes) {
    for (const Case& of : cases) {
      for (const ReduceKind kind :
           {ReduceKind::kSum, ReduceKind::kMean, ReduceKind::kMax, ReduceKind::kMin,
            ReduceKind::kL1, ReduceKind::kL2, ReduceKind::kSumSquare, ReduceKind::kLogSumExp}) {
        expect_agreement("reduce.own.rows.v1", ReduceProblem{kind, of.axes, describe(type, of.dims),
                                                             describe(type, of.result)}
                                                   .to_problem());
      }
    }
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
