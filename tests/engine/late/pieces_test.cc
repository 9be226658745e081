// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/pieces.h"

#include <gtest/gtest.h>

namespace nightjar::late {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

HostTensor counted(Dims dims) {
  HostTensor tensor(DataType::kFloat32, std::move(dims));
  for (int64_t i = 0; i < tensor.count(); ++i) tensor.set_value(i, static_cast<double>(i));
  return tensor;
}

TEST(Pieces, CuttingAndJoiningIsTheIdentity) {
  const HostTensor whole = counted({2, 5, 3});
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t extent = whole.dims()[axis];
    const std::vector<HostTensor> pieces = {cut(whole, axis, 0, 1),
                                            cut(whole, axis, 1, extent - 1)};
    EXPECT_TRUE(identical(join(pieces, axis).value(), whole)) << axis;
  }
}

TEST(Pieces, PackedElementsAreCutOneByOne) {
  HostTensor whole(DataType::kUInt4, {2, 3});
  for (int64_t i = 0; i < 6; ++i) whole.set_integer(i, i);
  const HostTensor middle = cut(whole, 1, 1, 1);
  EXPECT_EQ(middle.dims(), (Dims{2, 1}));
  EXPECT_EQ(middle.to_integers(), (std::vector<int64_t>{1, 4}));
}

TEST(Pieces, StringsStackAlongANewAxis) {
  const std::vector<HostTensor> pieces = {HostTensor::of_strings({2}, {"a", "b"}),
                                          HostTensor::of_strings({2}, {"c", "d"})};
  const HostTensor whole = stack(pieces, 1).value();
  EXPECT_EQ(whole.dims(), (Dims{2, 2}));
  EXPECT_EQ(whole.strings(), (std::vector<std::string>{"a", "c", "b", "d"}));
}

TEST(Pieces, PiecesThatDoNotFitAreRefused) {
  const std::vector<HostTensor> shapes = {counted({2, 3}), counted({2, 4})};
  EXPECT_FALSE(join(shapes, 0).ok());
  EXPECT_TRUE(join(shapes, 1).ok());
  const std::vector<HostTensor> types = {counted({2}), HostTensor::of_int64({2}, {1, 2})};
  EXPECT_FALSE(join(types, 0).ok());
  const std::vector<HostTensor> scalars = {counted({})};
  EXPECT_FALSE(join(scalars, 0).ok());
}

}  // namespace
}  // namespace nightjar::late
