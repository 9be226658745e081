// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gather/gather.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr const char* kName = "gather.own.indexed.v1";

class GatherOnGpu : public CudaTactics {
 protected:
  /// Indices below `extent`, some counted from the end, each at most once.
  HostTensor distinct_indices(DataType type, const Dims& dims, int64_t extent) {
    HostTensor indices(type, dims);
    std::vector<int64_t> all(static_cast<size_t>(extent));
    for (int64_t i = 0; i < extent; ++i) all[static_cast<size_t>(i)] = i;
    std::shuffle(all.begin(), all.end(), random_);
    for (int64_t i = 0; i < indices.count(); ++i) {
      const int64_t index = all[static_cast<size_t>(i % extent)];
      indices.set_integer(i, flip(random_) ? index : index - extent);
    }
    return indices;
  }

  void expect(GatherProblem gather, const HostTensor& indices, size_t position = 1) {
    const Problem problem = gather.to_problem();
    auto inputs = random_operands(problem, random_);
    inputs[position] = indices;
    expect_agreement(kName, problem, {}, inputs);
  }
};

TEST_F(GatherOnGpu, RowsOfEveryType) {
  for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kInt64,
                              DataType::kInt8, DataType::kFloat64}) {
    for (const DataType index : {DataType::kInt32, DataType::kInt64}) {
      for (const Dims& data : {Dims{50, 64}, Dims{50, 7}}) {
        GatherProblem gather;
        gather.inputs = {describe(type, data), describe(index, {3, 5})};
        gather.output = describe(type, {3, 5, data[1]});
        expect(gather, distinct_indices(index, {3, 5}, 50));
      }
    }
  }
}

TEST_F(GatherOnGpu, AlongAnInnerAxisAndByElement) {
  GatherProblem gather;
  gather.axis = 1;
  gather.inputs = {describe(DataType::kFloat32, {4, 9, 6}), describe(DataType::kInt64, {5})};
  gather.output = describe(DataType::kFloat32, {4, 5, 6});
  expect(gather, distinct_indices(DataType::kInt64, {5}, 9));
  gather.kind = GatherKind::kGatherElements;
  gather.inputs[1] = describe(DataType::kInt64, {3, 8, 6});
  gather.output = describe(DataType::kFloat32, {3, 8, 6});
  expect(gather, distinct_indices(DataType::kInt64, {3, 8, 6}, 9));
}

TEST_F(GatherOnGpu, TuplesAndBatches) {
  GatherProblem gather;
  gather.kind = GatherKind::kGatherNd;
  gather.inputs = {describe(DataType::kFloat16, {6, 7, 8}), describe(DataType::kInt64, {5, 2})};
  gather.output = describe(DataType::kFloat16, {5, 8});
  expect(gather, distinct_indices(DataType::kInt64, {5, 2}, 6));
  gather.batch_dims = 1;
  gather.inputs[1] = describe(DataType::kInt64, {6, 3, 1});
  gather.output = describe(DataType::kFloat16, {6, 3, 8});
  expect(gather, distinct_indices(DataType::kInt64, {6, 3, 1}, 7));
}

TEST_F(GatherOnGpu, Scatters) {
  GatherProblem gather;
  gather.kind = GatherKind::kScatterNd;
  gather.inputs = {describe(DataType::kFloat32, {9, 4}), describe(DataType::kInt64, {5, 1}),
                   describe(DataType::kFloat32, {5, 4})};
  gather.output = describe(DataType::kFloat32, {9, 4});
  HostTensor indices(DataType::kInt64, {5, 1});
  for (int64_t i = 0; i < 5; ++i) indices.set_integer(i, i % 2 == 0 ? i : i - 9);
  expect(gather, indices);
  gather.kind = GatherKind::kScatterElements;
  gather.inputs[1] = describe(DataType::kInt64, {5, 4});
  HostTensor each(DataType::kInt64, {5, 4});
  for (int64_t i = 0; i < 20; ++i) each.set_integer(i, (i / 4 * 2 + i % 4) % 9);
  expect(gather, each);
  gather.reduction = ScatterReduction::kAdd;
  EXPECT_FALSE(supports(kName, gather.to_problem()));
}

TEST_F(GatherOnGpu, OneHotLeavesIndicesOutsideOff) {
  for (const DataType index : {DataType::kInt64, DataType::kFloat32}) {
    GatherProblem gather;
    gather.kind = GatherKind::kOneHot;
    gather.axis = 1;
    gather.inputs = {describe(index, {3, 4}), describe(DataType::kFloat32, {2})};
    gather.output = describe(DataType::kFloat32, {3, 6, 4});
    HostTensor indices(index, {3, 4});
    for (int64_t i = 0; i < 12; ++i) indices.set_value(i, static_cast<double>(i - 7));
    expect(gather, indices, 0);
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
