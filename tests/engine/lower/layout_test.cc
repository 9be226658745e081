// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// An op gives the same answer wherever supports_layout says that it may lie otherwise.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::Dims;
using tensor::HostTensor;
using tensor::Layout;
using testing::Given;

struct Case {
  std::string type;
  std::vector<Given> operands;
  Attributes attributes = {};
  bool channels_last = true, blocked = true;
  size_t outputs = 1;
};

Attributes with(const std::string& name, tensor::AttributeValue value) {
  Attributes attributes;
  attributes.set(name, std::move(value));
  return attributes;
}

Given activation(const Dims& dims, uint64_t seed = 1) {
  return {testing::random_tensor(dims, seed), false};
}
Given constant(const Dims& dims, uint64_t seed = 2) {
  return {testing::random_tensor(dims, seed), true};
}
Given integers(const std::vector<int64_t>& values) {
  return {HostTensor::of_int64({static_cast<int64_t>(values.size())}, values), true};
}
Given floats(const std::vector<float>& values) {
  return {HostTensor::of_floats({static_cast<int64_t>(values.size())}, values), true};
}

std::vector<Case> cases() {
  const Given x = activation({2, 32, 5, 6});
  return {
      {"Relu", {x}},
      {"Add", {x, activation({2, 32, 5, 6}, 3)}},
      {"Mul", {x, activation({2, 32, 1, 1}, 3)}},
      {"Mul", {x, activation({2, 1, 5, 6}, 3)}, {}, true, false},
      {"Add", {x, constant({32, 1, 1})}},
      {"Add", {constant({1, 32, 1, 1}), x}},
      {"Add", {x, constant({6})}},
      {"Add", {x, constant({5, 6})}},
      {"Add", {x, constant({32, 5, 6})}, {}, false, false},
      {"Add", {x, constant({})}},
      {"Add", {x, activation({6}, 3)}, {}, false, false},
      {"PRelu", {x, constant({32, 1, 1})}},
      {"BatchNormalization",
       {x,
        constant({32}),
        constant({32}),
        constant({32}),
        {HostTensor::of_floats({32}, std::vector<float>(32, 0.5f)), true}}},
      {"Concat", {x, activation({2, 16, 5, 6}, 3)}, with("axis", int64_t{1})},
      {"Concat", {x, activation({2, 32, 5, 2}, 3)}, with("axis", int64_t{3})},
      {"Concat", {x, activation({2, 8, 5, 6}, 3)}, with("axis", int64_t{1}), true, false},
      {"Split", {x, integers({16, 16})}, with("axis", int64_t{1}), true, true, 2},
      {"Split", {x, integers({8, 24})}, with("axis", int64_t{1}), true, false, 2},
      {"Softmax", {x}, with("axis", int64_t{1}), true, false},
      {"GlobalAveragePool", {x}},
      {"GlobalMaxPool", {x}},
      {"ReduceMean", {x, integers({2, 3})}},
      {"ReduceMean", {x, integers({1})}, {}, true, false},
      {"ReduceMean", {x, integers({2, 3})}, with("keepdims", int64_t{0}), false, false},
      {"Slice", {x, integers({1, 1}), integers({4, 5}), integers({2, 3})}},
      {"Slice", {x, integers({0}), integers({16}), integers({1})}, {}, true, false},
      {"Pad", {x, integers({0, 0, 1, 2, 0, 0, 1, 0})}},
      {"Resize", {x, {}, floats({1, 1, 2, 2})}, with("mode", std::string("linear"))},
      {"Resize", {x, {}, floats({1, 1, 2, 2})}, with("mode", std::string("nearest"))},
      {"MaxPool", {x}, with("kernel_shape", std::vector<int64_t>{2, 3})},
      {"AveragePool", {x}, with("kernel_shape", std::vector<int64_t>{3, 2})},
      {"Conv", {x, constant({16, 32, 3, 3}), constant({16}, 4)}},
      {"Identity", {x}},
      {"Transpose", {x}, {}, false, false},
      {"Flatten", {x}, {}, false, false},
      {"Gather", {x, integers({0, 3})}, with("axis", int64_t{1}), false, false},
  };
}

/// Gives every activation of the network the layout.
void lay_out(testing::OneOp& one, Layout layout) {
  const network::Op& op = one.network.op(one.op);
  for (const auto* ids : {&op.inputs, &op.outputs}) {
    for (const network::TensorId id : *ids) {
      if (id == network::kAbsent || one.network.tensor(id).constant) continue;
      one.network.tensor(id).desc.layout = layout;
    }
  }
}

void expect_same_answer(const Case& c, testing::OneOp one, Layout layout) {
  std::vector<HostTensor> row_major, moved;
  for (const Given& given : c.operands) {
    row_major.push_back(given.value);
    const bool moves = given.value.defined() && !given.is_constant;
    moved.push_back(moves ? testing::to_layout(given.value, layout) : given.value);
  }
  const auto wanted = testing::run_op(one, row_major);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;
  lay_out(one, layout);
  const auto given = testing::run_op(one, moved);
  ASSERT_TRUE(given.ok()) << given.error().message;
  for (size_t i = 0; i < wanted->size(); ++i) {
    const network::TensorId id = one.network.op(one.op).outputs[i];
    const Dims dims = *tensor::constant_dims(one.network.tensor(id).desc.shape);
    const HostTensor back = testing::from_layout((*given)[i], layout, dims);
    for (int64_t k = 0; k < back.count(); ++k) {
      ASSERT_NEAR(back.value_at(k), (*wanted)[i].value_at(k), 1e-5) << k;
    }
  }
}

TEST(Layout, IsSupportedWhereTheAnswerStaysTheSame) {
  for (const Case& c : cases()) {
    auto one = testing::make_op(c.type, c.attributes, c.operands, c.outputs);
    ASSERT_TRUE(one.ok()) << c.type << ": " << one.error().message;
    const auto& op = one->network.op(one->op);
    for (const Layout layout : {Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
      SCOPED_TRACE(c.type + " " + c.attributes.to_string() + " " +
                   std::string(tensor::name_of(layout)));
      const bool wanted = layout == Layout::kChannelsLast ? c.channels_last : c.blocked;
      EXPECT_EQ(supports_layout(one->network, op, layout), wanted);
      if (wanted) expect_same_answer(c, *one, layout);
    }
    EXPECT_TRUE(supports_layout(one->network, op, Layout::kRowMajor));
  }
}

TEST(Layout, IsRefusedByOpsThatNeedRowMajor) {
  auto one = testing::make_op("Transpose", {}, {activation({2, 32, 5, 6})});
  ASSERT_TRUE(one.ok());
  lay_out(*one, Layout::kChannelsLast);
  const auto lowered = lower_op(one->network, one->network.op(one->op));
  ASSERT_FALSE(lowered.ok());
  EXPECT_NE(lowered.error().message.find("subject"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::lower
