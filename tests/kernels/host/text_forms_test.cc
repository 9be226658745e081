// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/host/host_call.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;
using testing::strings;

Result<HostTensor> call(const std::string& type, const std::vector<HostTensor>& inputs,
                        const tensor::Attributes& attributes = {}) {
  const HostOp op = find_host_op("", type, attributes, inputs);
  if (op == nullptr) return not_found("there is no host op " + type);
  NIGHTJAR_ASSIGN(const auto outputs, op({attributes, {}, inputs, 1}));
  return outputs[0];
}

Result<HostTensor> cast(const HostTensor& x, DataType to) {
  tensor::Attributes attributes;
  attributes.set("to", static_cast<int64_t>(to));
  return call("Cast", {x}, attributes);
}

using Texts = std::vector<std::string>;

TEST(TextForms, NumbersAreWrittenAsShortAsTheyReadBack) {
  const auto written = cast(HostTensor::of_floats({5}, {0.1f, 3.0f, -INFINITY, NAN, 0.47892547f}),
                            DataType::kString);
  ASSERT_TRUE(written.ok()) << written.error().message;
  EXPECT_EQ(written->strings(), (Texts{"0.1", "3", "-INF", "NaN", "0.47892547"}));
  HostTensor large(DataType::kUInt64, {1});
  large.as<uint64_t>()[0] = UINT64_MAX;
  EXPECT_EQ(cast(large, DataType::kString)->strings(), Texts{"18446744073709551615"});
}

TEST(TextForms, TextIsReadAsNumbers) {
  const auto read = cast(strings({"3.14", "1e-5", "+INF", "-inf", " 7 "}), DataType::kFloat32);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->to_floats(), (std::vector<float>{3.14f, 1e-5f, INFINITY, -INFINITY, 7}));
  EXPECT_TRUE(std::isnan(cast(strings({"NaN"}), DataType::kFloat16)->value_at(0)));
  EXPECT_EQ(cast(strings({"-9007199254740993", "100.5"}), DataType::kInt64)->to_integers(),
            (std::vector<int64_t>{-9007199254740993, 100}));
}

TEST(TextForms, WhatIsNoNumberIsRefused) {
  EXPECT_EQ(cast(strings({"Hello"}), DataType::kFloat32).error().message, "'Hello' is no float32");
  EXPECT_EQ(cast(strings({"300"}), DataType::kUInt8).error().message, "'300' is no uint8");
  EXPECT_FALSE(cast(strings({"NaN"}), DataType::kInt32).ok());
  EXPECT_FALSE(cast(strings({""}), DataType::kInt32).ok());
}

TEST(TextForms, StringsCompareUnderBroadcasting) {
  const HostTensor grid = HostTensor::of_strings({2, 2}, {"a", "b", "b", "a"});
  const auto equal = call("Equal", {grid, strings({"a", "b"})});
  ASSERT_TRUE(equal.ok()) << equal.error().message;
  EXPECT_EQ(equal->to_integers(), (std::vector<int64_t>{1, 1, 0, 0}));
  EXPECT_FALSE(call("Equal", {grid, strings({"a", "b", "c"})}).ok());
}

TEST(TextForms, NumbersAloneAreLeftToKernels) {
  const HostTensor x = HostTensor::of_floats({1}, {1});
  tensor::Attributes attributes;
  attributes.set("to", int64_t{7});
  EXPECT_EQ(find_host_op("", "Cast", attributes, std::vector<HostTensor>{x}), nullptr);
  EXPECT_EQ(find_host_op("", "Cast"), nullptr);
}

}  // namespace
}  // namespace nightjar::kernels
