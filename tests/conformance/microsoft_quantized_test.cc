// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Quantised operators of com.microsoft from a model's bytes to numbers worked by hand.
#include <cmath>

#include "engine/reference/reference.h"
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

using tensor::DataType;
using tensor::HostTensor;
using Numbers = std::vector<double>;

/// A model of one node whose inputs are all constants.
class OneNode {
 public:
  explicit OneNode(const std::string& type) : draft_(21) {
    draft_.import("com.microsoft", 1);
    node_ = &draft_.node(type, {}, {"y"});
    node_->set_domain("com.microsoft");
    draft_.output("y");
  }

  wire::NodeProto& node() { return *node_; }
  OneNode& add(DataType type, const std::vector<int64_t>& dims, const Numbers& values) {
    const std::string name = "in" + std::to_string(node_->input_size());
    HostTensor value(type, dims);
    for (size_t i = 0; i < values.size(); ++i) value.set_value(static_cast<int64_t>(i), values[i]);
    auto& tensor = draft_.initializer(name, dims, static_cast<int>(type));
    tensor.set_raw_data(value.bytes(), value.byte_count());
    node_->add_input(name);
    return *this;
  }
  OneNode& floats(const std::vector<int64_t>& dims, const Numbers& values) {
    return add(DataType::kFloat32, dims, values);
  }
  OneNode& bytes(const std::vector<int64_t>& dims, const Numbers& values) {
    return add(DataType::kUInt8, dims, values);
  }
  OneNode& number(double value) { return floats({}, {value}); }
  OneNode& zero(double value) { return bytes({}, {value}); }
  OneNode& absent() {
    node_->add_input("");
    return *this;
  }

  Numbers answer() const {
    const auto outputs = reference::run(draft_.network(), {});
    EXPECT_TRUE(outputs.ok()) << outputs.error().message;
    if (!outputs.ok()) return {};
    const HostTensor& y = outputs->at("y");
    Numbers values;
    for (int64_t i = 0; i < y.count(); ++i) values.push_back(y.value_at(i));
    return values;
  }
  std::string refusal() const { return draft_.refusal(); }

 private:
  ModelDraft draft_;
  wire::NodeProto* node_;
};

TEST(MicrosoftQuantized, SumsAndProducts) {
  OneNode sum("QLinearAdd");
  sum.bytes({3}, {12, 20, 255}).number(0.5).zero(10);
  sum.bytes({3}, {3, 1, 255}).number(2).zero(1).number(1).zero(5);
  EXPECT_EQ(sum.answer(), (Numbers{10, 10, 255}));  // 1 + 4, 5 + 0, 122.5 + 508
  OneNode product("QLinearMul");
  product.bytes({2}, {12, 8}).number(0.5).zero(10).bytes({1}, {4}).number(1).zero(1);
  product.number(2).zero(100);
  EXPECT_EQ(product.answer(), (Numbers{102, 98}));  // 1.5 and -1.5, halves to even
}

TEST(MicrosoftQuantized, Activations) {
  OneNode leaky("QLinearLeakyRelu");
  set_float(leaky.node(), "alpha", 0.5f);
  leaky.bytes({2}, {6, 14}).number(1).zero(10).number(0.5).zero(8);
  EXPECT_EQ(leaky.answer(), (Numbers{4, 16}));
  OneNode sigmoid("QLinearSigmoid");
  sigmoid.bytes({3}, {128, 0, 255}).number(0.1).zero(128).number(1.0 / 256).zero(0);
  EXPECT_EQ(sigmoid.answer(), (Numbers{128, 0, 255}));
  OneNode softmax("QLinearSoftmax");
  set_int(softmax.node(), "opset", 13);
  softmax.bytes({1, 2}, {9, 9}).number(0.1).zero(0).number(1.0 / 256).zero(0);
  EXPECT_EQ(softmax.answer(), (Numbers{128, 128}));
}

TEST(MicrosoftQuantized, PartsWithScalesOfTheirOwn) {
  OneNode concat("QLinearConcat");
  set_int(concat.node(), "axis", 0);
  concat.number(0.5).zero(1).bytes({2}, {1, 2}).number(1).zero(0).bytes({1}, {7}).number(2).zero(6);
  EXPECT_EQ(concat.answer(), (Numbers{3, 5, 5}));
}

TEST(MicrosoftQuantized, MeansWithChannelsFirstAndLast) {
  OneNode first("QLinearGlobalAveragePool");
  first.bytes({1, 2, 1, 2}, {2, 4, 10, 30}).number(1).zero(0).number(1).zero(0);
  EXPECT_EQ(first.answer(), (Numbers{3, 20}));
  OneNode last("QLinearGlobalAveragePool");
  set_int(last.node(), "channels_last", 1);
  last.bytes({1, 1, 2, 2}, {2, 10, 4, 30}).number(1).zero(0).number(1).zero(0);
  EXPECT_EQ(last.answer(), (Numbers{3, 20}));
  OneNode windows("QLinearAveragePool");
  set_ints(windows.node(), "kernel_shape", {2});
  windows.bytes({1, 1, 3}, {2, 4, 8}).number(1).zero(0).number(2).zero(1);
  EXPECT_EQ(windows.answer(), (Numbers{3, 4}));  // 1.5 and 3, plus 1: 2 + 1, 3 + 1
}

TEST(MicrosoftQuantized, ProductsBackToFloat) {
  OneNode plain("MatMulIntegerToFloat");
  plain.bytes({1, 2}, {3, 5}).bytes({2, 2}, {1, 2, 3, 4}).number(0.5).floats({2}, {1, 2});
  plain.zero(1).zero(2).floats({2}, {10, 20});
  EXPECT_EQ(plain.answer(), (Numbers{11, 28}));  // sums 2 and 8, times 0.5 and 1
  OneNode dynamic("DynamicQuantizeMatMul");
  dynamic.floats({1, 2}, {255, 51}).add(DataType::kInt8, {2, 1}, {1, -2}).number(0.5);
  dynamic.absent().floats({1}, {1});
  EXPECT_EQ(dynamic.answer(), Numbers{77.5});  // (255 - 102) * 0.5 + 1
}

TEST(MicrosoftQuantized, GemmInIntegers) {
  OneNode gemm("QGemm");
  set_int(gemm.node(), "transB", 1);
  set_float(gemm.node(), "alpha", 2.0f);
  gemm.bytes({1, 2}, {3, 5}).number(0.5).zero(1).bytes({1, 2}, {4, 2}).number(0.25).zero(2);
  gemm.add(DataType::kInt32, {1}, {6});
  EXPECT_EQ(gemm.answer(), Numbers{2.5});  // (4 + 6) * 2 * .125
  gemm.number(0.5).zero(100);
  EXPECT_EQ(gemm.answer(), Numbers{105});
}

TEST(MicrosoftQuantized, WeightsOfFewBits) {
  OneNode product("MatMulNBits");
  set_int(product.node(), "K", 18);
  set_int(product.node(), "N", 2);
  set_int(product.node(), "bits", 4);
  set_int(product.node(), "block_size", 16);
  Numbers ones(18, 1.0);
  product.floats({1, 18}, ones);
  // Every code is 9 in column 0 and 7 in column 1; what pads the last block does not count.
  Numbers codes(16, 0x99);
  codes.resize(32, 0x77);
  product.bytes({2, 2, 8}, codes).floats({4}, {1, 10, 2, 20});
  EXPECT_EQ(product.answer(), (Numbers{16 + 20, -32 - 40}));
  product.bytes({2}, {0x79, 0x77});
  EXPECT_EQ(product.answer(), (Numbers{0 + 40, 0}));
}

TEST(MicrosoftQuantized, WhatIsMissingIsNamed) {
  OneNode sum("QLinearAdd");
  sum.bytes({3}, {12, 20, 255}).number(0.5).zero(10);
  EXPECT_NE(sum.refusal().find("input 3 is missing"), std::string::npos);
  OneNode product("MatMulNBits");
  set_int(product.node(), "K", 16);
  set_int(product.node(), "N", 1);
  set_int(product.node(), "bits", 3);
  set_int(product.node(), "block_size", 16);
  product.floats({1, 16}, Numbers(16, 1.0)).bytes({1, 1, 8}, Numbers(8, 1)).floats({1}, {1});
  EXPECT_NE(product.refusal().find("weights of 3 bits"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::onnx
