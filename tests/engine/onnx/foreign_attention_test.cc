// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Microsoft's attention operators: token by token they say what they say of a whole sequence, and
// what is hidden might as well not be there.
#include <cmath>
#include <random>

#include "engine/reference/reference.h"
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

using reference::TensorsByName;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr int64_t kLength = 5, kHeads = 2, kDepth = 4, kWidth = kHeads * kDepth;

HostTensor noise(const Dims& dims, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<float> real(-1, 1);
  HostTensor value(DataType::kFloat32, dims);
  for (float& element : value.as<float>()) element = real(random);
  return value;
}

HostTensor int32s(const Dims& dims, const std::vector<int32_t>& values) {
  return HostTensor::of<int32_t>(DataType::kInt32, dims, values);
}

/// Steps `first` to `last` of [1, length, width].
HostTensor steps(const HostTensor& all, int64_t first, int64_t last) {
  const int64_t width = all.dims().back();
  const auto part = all.as<float>().subspan(static_cast<size_t>(first * width),
                                            static_cast<size_t>((last - first) * width));
  return HostTensor::of_floats({1, last - first, width},
                               std::vector<float>(part.begin(), part.end()));
}

/// One node over inputs that are given by name; an undefined tensor is an absent input.
struct Call {
  std::string type;
  std::vector<std::pair<std::string, HostTensor>> inputs;
  std::vector<std::pair<std::string, int64_t>> attributes;
  std::vector<std::string> outputs;
};

TensorsByName run(const Call& call) {
  ModelDraft draft(23);
  draft.import("com.microsoft", 1);
  std::vector<std::string> names;
  TensorsByName values;
  for (const auto& [name, value] : call.inputs) {
    names.push_back(value.defined() ? name : "");
    if (!value.defined()) continue;
    std::vector<std::string> extents;
    for (const int64_t extent : value.dims()) extents.push_back(std::to_string(extent));
    draft.input(name, extents, static_cast<int>(value.type()));
    values[name] = value;
  }
  auto& node = draft.node(call.type, names, call.outputs);
  node.set_domain("com.microsoft");
  for (const auto& [name, value] : call.attributes) set_int(node, name, value);
  for (const std::string& output : call.outputs) draft.output(output);
  auto answers = reference::run(draft.network(), values);
  EXPECT_TRUE(answers.ok()) << answers.error().message;
  return answers.ok() ? *answers : TensorsByName();
}

void expect_equal(const HostTensor& a, const HostTensor& b) {
  ASSERT_EQ(a.dims(), b.dims());
  for (int64_t i = 0; i < a.count(); ++i) ASSERT_NEAR(a.value_at(i), b.value_at(i), 2e-6);
}

struct Sequence {
  HostTensor q = noise({1, kLength, kWidth}, 1);
  HostTensor k = noise({1, kLength, kWidth}, 2);
  HostTensor v = noise({1, kLength, kWidth}, 3);
};

TEST(MultiHeadAttention, TokenByTokenIsTheWholeSequence) {
  const Sequence all;
  const HostTensor bias = noise({3 * kWidth}, 4);
  Call call{"MultiHeadAttention",
            {{"q", all.q}, {"k", all.k}, {"v", all.v}, {"bias", bias}},
            {{"num_heads", kHeads}, {"unidirectional", 1}},
            {"y"}};
  const HostTensor whole = run(call).at("y");
  call.outputs = {"y", "keys", "values"};
  call.inputs = {{"q", steps(all.q, 0, 4)},
                 {"k", steps(all.k, 0, 4)},
                 {"v", steps(all.v, 0, 4)},
                 {"bias", bias}};
  const auto before = run(call);
  expect_equal(before.at("y"), steps(whole, 0, 4));
  call.inputs = {{"q", steps(all.q, 4, 5)},
                 {"k", steps(all.k, 4, 5)},
                 {"v", steps(all.v, 4, 5)},
                 {"bias", bias},
                 {"mask", {}},
                 {"more", {}},
                 {"pk", before.at("keys")},
                 {"pv", before.at("values")}};
  expect_equal(run(call).at("y"), steps(whole, 4, 5));
}

TEST(MultiHeadAttention, HiddenKeysMightAsWellNotBeThere) {
  const Sequence all;
  Call call{"MultiHeadAttention",
            {{"q", all.q}, {"k", steps(all.k, 0, 3)}, {"v", steps(all.v, 0, 3)}},
            {{"num_heads", kHeads}},
            {"y"}};
  const HostTensor wanted = run(call).at("y");
  call.inputs = {
      {"q", all.q}, {"k", all.k}, {"v", all.v}, {"bias", {}}, {"mask", int32s({1}, {3})}};
  expect_equal(run(call).at("y"), wanted);
  call.inputs.back().second = int32s({1, kLength}, {1, 1, 1, 0, 0});
  expect_equal(run(call).at("y"), wanted);
}

TEST(MultiHeadAttention, PackedInputsAreTheSameOnes) {
  const Sequence all;
  HostTensor packed(DataType::kFloat32, {1, kLength, kHeads, 3, kDepth});
  const HostTensor* parts[3] = {&all.q, &all.k, &all.v};
  for (int64_t i = 0; i < packed.count(); ++i) {
    const int64_t d = i % kDepth, which = i / kDepth % 3, head = i / (3 * kDepth);
    packed.set_value(i, parts[which]->value_at(head * kDepth + d));
  }
  const HostTensor wanted = run({"MultiHeadAttention",
                                 {{"q", all.q}, {"k", all.k}, {"v", all.v}},
                                 {{"num_heads", kHeads}},
                                 {"y"}})
                                .at("y");
  expect_equal(
      run({"MultiHeadAttention", {{"qkv", packed}}, {{"num_heads", kHeads}}, {"y"}}).at("y"),
      wanted);
}

TEST(ProjectedAttention, TokenByTokenIsTheWholeSequence) {
  const HostTensor x = noise({1, kLength, 6}, 5), weights = noise({6, 3 * kWidth}, 6);
  const HostTensor bias = noise({3 * kWidth}, 7);
  Call call{"Attention",
            {{"x", x}, {"w", weights}, {"b", bias}},
            {{"num_heads", kHeads}, {"unidirectional", 1}},
            {"y"}};
  const HostTensor whole = run(call).at("y");
  call.outputs = {"y", "present"};
  call.inputs[0].second = steps(x, 0, 4);
  const auto before = run(call);
  EXPECT_EQ(before.at("present").dims(), (Dims{2, 1, kHeads, 4, kDepth}));
  call.inputs = {{"x", steps(x, 4, 5)},
                 {"w", weights},
                 {"b", bias},
                 {"mask", {}},
                 {"past", before.at("present")}};
  expect_equal(run(call).at("y"), steps(whole, 4, 5));
}

/// Two heads of queries share one of keys; both are turned by their positions.
Call group_query(const HostTensor& q, const HostTensor& k, const HostTensor& v) {
  HostTensor cosines(DataType::kFloat32, {8, kDepth / 2});
  HostTensor sines(DataType::kFloat32, {8, kDepth / 2});
  for (int64_t i = 0; i < cosines.count(); ++i) {
    cosines.set_value(i, std::cos(0.3 * static_cast<double>(i)));
    sines.set_value(i, std::sin(0.3 * static_cast<double>(i)));
  }
  return {"GroupQueryAttention",
          {{"q", q},
           {"k", k},
           {"v", v},
           {"pk", {}},
           {"pv", {}},
           {"last", int32s({1}, {static_cast<int32_t>(q.dims()[1]) - 1})},
           {"total", int32s({}, {static_cast<int32_t>(q.dims()[1])})},
           {"cos", cosines},
           {"sin", sines}},
          {{"num_heads", kHeads}, {"kv_num_heads", 1}, {"do_rotary", 1}},
          {"y", "keys", "values"}};
}

TEST(GroupQueryAttention, TokenByTokenIsTheWholeSequence) {
  const HostTensor q = noise({1, kLength, kWidth}, 1);
  const HostTensor k = noise({1, kLength, kDepth}, 2), v = noise({1, kLength, kDepth}, 3);
  const HostTensor whole = run(group_query(q, k, v)).at("y");
  const auto before = run(group_query(steps(q, 0, 4), steps(k, 0, 4), steps(v, 0, 4)));
  Call call = group_query(steps(q, 4, 5), steps(k, 4, 5), steps(v, 4, 5));
  call.inputs[3].second = before.at("keys");
  call.inputs[4].second = before.at("values");
  call.inputs[5].second = int32s({1}, {4});
  call.inputs[6].second = int32s({}, {5});
  const auto after = run(call);
  expect_equal(after.at("y"), steps(whole, 4, 5));
  EXPECT_EQ(after.at("keys").dims(), (Dims{1, 1, 5, kDepth}));
}

}  // namespace
}  // namespace nightjar::onnx
