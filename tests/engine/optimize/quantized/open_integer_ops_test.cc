// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// QLinearMatMul whose numbers are one a row, or one a column of many matrices: it stays closed.
#include <gtest/gtest.h>

#include "engine/optimize/pipeline.h"
#include "engine/optimize/quantized/quantized_passes.h"
#include "tests/engine/optimize/quantized/quantized_sketch.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using network::Network;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kExtent = 6;  // rows, columns and depth alike: a wrong axis would fit, too

class OpenIntegerOps : public ::testing::Test {
 protected:
  TensorId numbers(const tensor::Dims& dims) {
    HostTensor values(DataType::kFloat32, dims);
    for (int64_t i = 0; i < values.count(); ++i) values.set_value(i, 0.01 + 0.004 * double(i));
    return add(values);
  }
  TensorId zeros(DataType type, const tensor::Dims& dims) { return add(HostTensor(type, dims)); }
  TensorId bytes(const tensor::Dims& dims) {
    HostTensor values(DataType::kInt8, dims);
    for (int64_t i = 0; i < values.count(); ++i) values.set_integer(i, (i * 37) % 200 - 100);
    return add(values);
  }
  /// Scales of the operands and of y, with zero points of equal extents.
  Network product(const tensor::Dims& a, const tensor::Dims& b, const tensor::Dims& y,
                  const tensor::Dims& weights = {kExtent, kExtent}) {
    const TensorId x = sketch_.quantize(sketch_.input("a", {5, kExtent, kExtent}), 0.01f, 128);
    const TensorId z = sketch_.op(
        "QLinearMatMul", {x, numbers(a), zeros(DataType::kUInt8, a), bytes(weights), numbers(b),
                          zeros(DataType::kInt8, b), numbers(y), zeros(DataType::kUInt8, y)});
    sketch_.output(sketch_.dequantize(z, 0.01f, 0));
    Network network = sketch_.network();
    EXPECT_TRUE(run_pipeline(network).ok());
    const auto lines = run_quantized_passes(network, Integers::kAny);
    EXPECT_TRUE(lines.ok()) << lines.error().message;
    fakes::expect_same_answers(sketch_.network(), network, 3);
    return network;
  }

 private:
  TensorId add(HostTensor value) {
    return sketch_.network().add_constant(sketch_.network().unique_name("c"), std::move(value));
  }

  QuantizedSketch sketch_;
};

TEST_F(OpenIntegerOps, OneNumberAColumnIsOpened) {
  EXPECT_EQ(count_ops(product({}, {kExtent}, {1}), "QLinearMatMul"), 0u);
}

TEST_F(OpenIntegerOps, ScalesOfRowsStayClosed) {
  EXPECT_EQ(count_ops(product({kExtent}, {kExtent}, {}), "QLinearMatMul"), 1u);
}

TEST_F(OpenIntegerOps, OutputScalesOfRowsStayClosed) {
  EXPECT_EQ(count_ops(product({}, {kExtent}, {kExtent}), "QLinearMatMul"), 1u);
}

TEST_F(OpenIntegerOps, ScalesOfManyMatricesStayClosed) {
  const Network network = product({}, {kExtent}, {}, {5, kExtent, kExtent});
  EXPECT_EQ(count_ops(network, "QLinearMatMul"), 1u);
}

TEST_F(OpenIntegerOps, ScalesWithAxesOfTheirOwnStayClosed) {
  const Network network = product({}, {1, kExtent}, {});
  EXPECT_EQ(count_ops(network, "QLinearMatMul"), 1u);
}

}  // namespace
}  // namespace nightjar::optimize
