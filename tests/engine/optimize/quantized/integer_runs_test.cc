// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What tensor cores take of a quantised network.
#include <gtest/gtest.h>

#include "tests/engine/optimize/quantized/quantized_sketch.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using network::Network;
using network::TensorId;
using tensor::DataType;

TEST(IntegerRuns, TensorCoresTakeRunsOfChannelsAboutZero) {
  struct Case {
    int64_t channels, group;
    int zero;
    DataType type;
    size_t fused;
  };
  for (const Case& of : {Case{32, 1, 0, DataType::kInt8, 1}, Case{24, 1, 0, DataType::kInt8, 0},
                         Case{32, 2, 0, DataType::kInt8, 0}, Case{32, 1, 3, DataType::kInt8, 0},
                         Case{32, 1, 0, DataType::kUInt8, 0}}) {
    QuantizedSketch sketch;
    const TensorId x =
        sketch.round(sketch.input("x", {1, of.channels, 5, 5}), 0.01f, of.zero, of.type);
    tensor::Attributes attributes;
    attributes.set("group", of.group);
    const TensorId w = sketch.byte_weights({8, of.channels / of.group, 1, 1}, 0);
    const TensorId y = sketch.op("Conv", {x, w}, attributes);
    const TensorId mean = sketch.op("GlobalAveragePool", {sketch.round(y, 0.01f, 0, of.type)});
    sketch.output(mean);
    const Network network = integers(sketch.network(), Integers::kRuns);
    EXPECT_EQ(count_ops(network, "QuantizedConv"), of.fused) << of.channels << " " << of.group;
    EXPECT_EQ(count_ops(network, "QuantizedMean"), 0u);
    expect_equal_but_for_ties(sketch.network(), network, 0.02);
  }
}

TEST(IntegerRuns, WhatNoContractionQuantisesIsPooledFirst) {
  QuantizedSketch sketch;
  tensor::Attributes window;
  window.set("kernel_shape", std::vector<int64_t>{2, 2});
  const TensorId x = sketch.input("x", {1, 32, 6, 6});
  const TensorId pooled = sketch.op("MaxPool", {x}, window);
  const TensorId rounded = sketch.round(pooled, 0.01f, 0, DataType::kInt8);
  sketch.output(sketch.op("Conv", {rounded, sketch.byte_weights({8, 32, 1, 1}, 0)}));
  for (const Integers integers_of : {Integers::kRuns, Integers::kAny}) {
    const Network network = integers(sketch.network(), integers_of);
    for (const auto id : network.topological_order()) {
      if (network.op(id).type != "MaxPool") continue;
      const bool is_of_bytes =
          network.tensor(network.op(id).inputs[0]).desc.type != DataType::kFloat32;
      EXPECT_EQ(is_of_bytes, integers_of == Integers::kAny);
    }
    expect_equal_but_for_ties(sketch.network(), network, 0.02);
  }
}

}  // namespace
}  // namespace nightjar::optimize
