// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention and its relatives against their definitions, on the fused and on the written-out way.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::Dims;
using tensor::HostTensor;
using testing::Given;

using Floats = std::vector<float>;

Given given(HostTensor value) { return {std::move(value), false}; }
Given floats(const Dims& dims, const Floats& values) {
  return given(HostTensor::of_floats(dims, values));
}
Given integers(const Dims& dims, const std::vector<int64_t>& values) {
  return given(HostTensor::of_int64(dims, values));
}
Given choices(const Dims& dims, const std::vector<bool>& values) {
  HostTensor mask(tensor::DataType::kBool, dims);
  for (size_t i = 0; i < values.size(); ++i) mask.as<uint8_t>()[i] = values[i] ? 1 : 0;
  return given(std::move(mask));
}

std::vector<HostTensor> answers(const std::string& type, const Attributes& attributes,
                                const std::vector<Given>& operands, size_t output_count = 1) {
  const auto one = testing::make_op(type, attributes, operands, output_count);
  EXPECT_TRUE(one.ok()) << one.error().message;
  std::vector<HostTensor> values;
  for (const Given& operand : operands) values.push_back(operand.value);
  auto outputs = testing::run_op(*one, values);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs.ok() ? *outputs : std::vector<HostTensor>(output_count);
}

constexpr int64_t kQueries = 3, kKeys = 5, kDepth = 4;

/// What changes a score, and which keys a query sees.
struct Rules {
  double softcap = 0;
  std::function<bool(int64_t, int64_t)> sees = [](int64_t, int64_t) { return true; };
};

/// One head: the answers row by row; zeros where a query sees nothing.
Floats attended(const float* q, const float* k, const float* v, const Rules& rules) {
  Floats rows;
  for (int64_t s = 0; s < kQueries; ++s) {
    std::vector<double> weights;
    double total = 0;
    for (int64_t t = 0; t < kKeys; ++t) {
      double score = 0;
      for (int64_t d = 0; d < kDepth; ++d) score += q[s * kDepth + d] * k[t * kDepth + d];
      score /= std::sqrt(static_cast<double>(kDepth));
      if (rules.softcap > 0) score = rules.softcap * std::tanh(score / rules.softcap);
      weights.push_back(rules.sees(s, t) ? std::exp(score) : 0);
      total += weights.back();
    }
    for (int64_t e = 0; e < kDepth; ++e) {
      double sum = 0;
      for (int64_t t = 0; t < kKeys; ++t)
        sum += weights[static_cast<size_t>(t)] * v[t * kDepth + e];
      rows.push_back(static_cast<float>(total == 0 ? 0 : sum / total));
    }
  }
  return rows;
}

void expect_near(const HostTensor& answer, const Floats& wanted) {
  ASSERT_EQ(answer.count(), static_cast<int64_t>(wanted.size()));
  for (size_t i = 0; i < wanted.size(); ++i) {
    ASSERT_NEAR(answer.value_at(static_cast<int64_t>(i)), wanted[i], 2e-6) << "element " << i;
  }
}

/// Queries, keys and values of one batch entry and one head.
struct OneHead {
  Given q = given(testing::random_tensor({1, 1, kQueries, kDepth}, 1));
  Given k = given(testing::random_tensor({1, 1, kKeys, kDepth}, 2));
  Given v = given(testing::random_tensor({1, 1, kKeys, kDepth}, 3));

  Floats wanted(const Rules& rules) const {
    return attended(q.value.as<float>().data(), k.value.as<float>().data(),
                    v.value.as<float>().data(), rules);
  }
};

/// Runs with a softcap too, which takes the written-out way.
void expect_both_ways(const std::vector<Given>& operands, Attributes attributes, Rules rules) {
  const OneHead head;
  expect_near(answers("Attention", attributes, operands)[0], head.wanted(rules));
  rules.softcap = 0.5;
  attributes.set("softcap", 0.5);
  expect_near(answers("Attention", attributes, operands)[0], head.wanted(rules));
}

TEST(Attention, SeesEverythingWithoutAMask) {
  const OneHead head;
  expect_both_ways({head.q, head.k, head.v}, {}, {});
}

TEST(Attention, ACausalQuerySeesKeysUpToItsOwn) {
  const OneHead head;
  Attributes causal;
  causal.set("is_causal", int64_t{1});
  expect_both_ways({head.q, head.k, head.v}, causal,
                   {0, [](int64_t s, int64_t t) { return t <= s; }});
}

TEST(Attention, AQueryThatSeesNothingGetsZeros) {
  const OneHead head;
  std::vector<bool> seen(kQueries * kKeys, true);
  for (int64_t t = 0; t < kKeys; ++t) seen[static_cast<size_t>(kKeys + t)] = false;
  expect_both_ways({head.q, head.k, head.v, choices({kQueries, kKeys}, seen)}, {},
                   {0, [](int64_t s, int64_t) { return s != 1; }});
}

TEST(Attention, AMaskThatIsTooShortHidesTheRest) {
  const OneHead head;
  expect_both_ways({head.q, head.k, head.v, floats({kQueries, 3}, Floats(9, 0))}, {},
                   {0, [](int64_t, int64_t t) { return t < 3; }});
}

TEST(Attention, LengthsHideWhatIsBehindThem) {
  const OneHead head;
  const std::vector<Given> operands = {head.q, head.k, head.v, {}, {}, {}, integers({1}, {4})};
  expect_both_ways(operands, {}, {0, [](int64_t, int64_t t) { return t < 4; }});
  Attributes causal;
  causal.set("is_causal", int64_t{1});
  expect_both_ways(operands, causal,
                   {0, [](int64_t s, int64_t t) { return t <= s + 4 - kQueries; }});
}

TEST(Attention, ThePastStandsInFrontAndComesOutAgain) {
  const OneHead head;
  const auto part = [](const Given& whole, int64_t first, int64_t count) {
    const auto all = whole.value.as<float>().subspan(static_cast<size_t>(first * kDepth),
                                                     static_cast<size_t>(count * kDepth));
    return floats({1, 1, count, kDepth}, Floats(all.begin(), all.end()));
  };
  const std::vector<Given> operands = {head.q, part(head.k, 2, 3), part(head.v, 2, 3),
                                       {},     part(head.k, 0, 2), part(head.v, 0, 2)};
  Attributes causal;
  causal.set("is_causal", int64_t{1});
  const auto outputs = answers("Attention", causal, operands, 3);
  expect_near(outputs[0], head.wanted({0, [](int64_t s, int64_t t) { return t <= s + 2; }}));
  EXPECT_TRUE(identical(outputs[1], head.k.value));
  EXPECT_TRUE(identical(outputs[2], head.v.value));
}

TEST(Attention, QueriesShareHeadsThatLieInTheLastAxis) {
  const Given q = given(testing::random_tensor({1, kQueries, 2 * kDepth}, 1));
  const OneHead head;
  const Given k = given(head.k.value.reshaped({1, kKeys, kDepth}));
  const Given v = given(head.v.value.reshaped({1, kKeys, kDepth}));
  Attributes attributes;
  attributes.set("q_num_heads", int64_t{2});
  attributes.set("kv_num_heads", int64_t{1});
  Floats second, wanted;
  for (int64_t s = 0; s < kQueries; ++s) {
    const float* row = q.value.as<float>().data() + (2 * s + 1) * kDepth;
    second.insert(second.end(), row, row + kDepth);
  }
  wanted = attended(second.data(), k.value.as<float>().data(), v.value.as<float>().data(), {});
  for (const double cap : {0.0, 1e4}) {
    attributes.set("softcap", cap);
    const HostTensor answer = answers("Attention", attributes, {q, k, v})[0];
    for (int64_t s = 0; s < kQueries; ++s) {
      for (int64_t e = 0; e < kDepth; ++e) {
        EXPECT_NEAR(answer.value_at((2 * s + 1) * kDepth + e),
                    wanted[static_cast<size_t>(s * kDepth + e)], 2e-6);
      }
    }
  }
}

TEST(Attention, ShowsScoresAtTheStageThatIsAsked) {
  const OneHead head;
  Attributes attributes;
  attributes.set("softcap", 0.5);
  std::vector<Floats> stages;
  for (int64_t mode = 0; mode < 4; ++mode) {
    attributes.set("qk_matmul_output_mode", mode);
    stages.push_back(answers("Attention", attributes,
                             {head.q, head.k, head.v, floats({1, kKeys}, Floats(kKeys, 2))}, 4)[3]
                         .to_floats());
  }
  float sum = 0;
  for (size_t i = 0; i < stages[0].size(); ++i) {
    EXPECT_NEAR(stages[1][i], 0.5F * std::tanh(stages[0][i] / 0.5F), 1e-6);
    EXPECT_FLOAT_EQ(stages[2][i], stages[1][i] + 2);
    if (i < static_cast<size_t>(kKeys)) sum += stages[3][i];
  }
  EXPECT_NEAR(sum, 1, 1e-6);
}

TEST(Rotary, TurnsPairsByTheirPosition) {
  const std::vector<Given> operands = {floats({1, 1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}),
                                       floats({2, 1}, {0, 1}), floats({2, 1}, {1, 0}),
                                       integers({1, 2}, {0, 1})};
  Attributes attributes;
  attributes.set("rotary_embedding_dim", int64_t{2});
  // The first token is turned by a right angle, the second stays.
  EXPECT_EQ(answers("RotaryEmbedding", attributes, operands)[0].to_floats(),
            (Floats{-2, 1, 3, 4, 5, 6, 7, 8}));
  std::vector<Given> whole = operands;
  whole[1] = floats({2, 2}, {0, 0, 1, 1});
  whole[2] = floats({2, 2}, {1, 1, 0, 0});
  EXPECT_EQ(answers("RotaryEmbedding", {}, whole)[0].to_floats(),
            (Floats{-3, -4, 1, 2, 5, 6, 7, 8}));
  attributes = {};
  attributes.set("interleaved", int64_t{1});
  EXPECT_EQ(answers("RotaryEmbedding", attributes, whole)[0].to_floats(),
            (Floats{-2, 1, -4, 3, 5, 6, 7, 8}));
}

TEST(CausalConv, KeepsItsPastForTheNextCall) {
  const Given w = floats({1, 1, 3}, {100, 10, 1});
  const auto whole = answers("CausalConvWithState", {}, {floats({1, 1, 4}, {1, 2, 3, 4}), w}, 2);
  EXPECT_EQ(whole[0].to_floats(), (Floats{1, 12, 123, 234}));
  EXPECT_EQ(whole[1].to_floats(), (Floats{3, 4}));
  const auto next =
      answers("CausalConvWithState", {},
              {floats({1, 1, 1}, {5}), w, floats({1}, {7}), floats({1, 1, 2}, {3, 4})}, 2);
  EXPECT_EQ(next[0].to_floats(), (Floats{352}));
  EXPECT_EQ(next[1].to_floats(), (Floats{4, 5}));
}

TEST(LinearAttention, RefusesGatesThatTheRuleDoesNotHave) {
  const std::vector<Given> operands = {floats({1, 1, 1}, {1}), floats({1, 1, 1}, {1}),
                                       floats({1, 1, 1}, {1})};
  Attributes attributes;
  attributes.set("q_num_heads", int64_t{1});
  attributes.set("kv_num_heads", int64_t{1});
  attributes.set("update_rule", std::string("linear"));
  EXPECT_EQ(answers("LinearAttention", attributes, operands)[0].to_floats(), (Floats{1}));
  attributes.set("update_rule", std::string("gated"));
  const auto one = testing::make_op("LinearAttention", attributes, operands);
  ASSERT_TRUE(one.ok());
  EXPECT_FALSE(lower_op(one->network, one->network.op(one->op)).ok());
}

}  // namespace
}  // namespace nightjar::lower
