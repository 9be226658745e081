// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention as exporters spell it out: one op, the same answers, and what only looks like it stays.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "engine/optimize/pipeline.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using fakes::Sketch;
using network::TensorId;
using tensor::Attributes;
using tensor::Dim;
using tensor::HostTensor;
using Integers = std::vector<int64_t>;

constexpr int64_t kTokens = 5, kHeads = 3, kDepth = 4, kColumns = kHeads * kDepth;
constexpr float kLowest = std::numeric_limits<float>::lowest();

/// Draws what exporters write.
class Spelling : public Sketch {
 public:
  Spelling() { x = input("x", {Dim::symbol("N"), kTokens, kColumns}); }

  TensorId with(const std::string& type, std::vector<TensorId> inputs, const std::string& name,
                tensor::AttributeValue value) {
    Attributes attributes;
    attributes.set(name, std::move(value));
    return op(type, std::move(inputs), attributes);
  }
  TensorId transpose(TensorId from, Integers permutation) {
    return with("Transpose", {from}, "perm", permutation);
  }
  TensorId reshape(TensorId from, Integers extents) {
    return op("Reshape", {from, integers(extents)});
  }
  TensorId project(TensorId from, int64_t columns) {
    return op("Add", {op("MatMul", {from, weights({kColumns, columns})}), weights({columns})});
  }
  /// [N, tokens, columns] as [N, heads, tokens, depth].
  TensorId heads(TensorId packed) {
    return transpose(reshape(packed, {0, kTokens, kHeads, kDepth}), {0, 2, 1, 3});
  }
  TensorId join(TensorId apart) {
    return reshape(transpose(apart, {0, 2, 1, 3}), {0, kTokens, kColumns});
  }
  TensorId softmax(TensorId scores) { return with("Softmax", {scores}, "axis", int64_t{-1}); }
  TensorId product(TensorId q, TensorId k) { return op("MatMul", {q, transpose(k, {0, 1, 3, 2})}); }
  TensorId causal_choice() {
    HostTensor seen(tensor::DataType::kBool, {1, 1, kTokens, kTokens});
    for (int64_t i = 0; i < seen.count(); ++i) {
      seen.set_integer(i, i % kTokens <= i / kTokens ? 1 : 0);
    }
    return network().add_constant("causal", seen);
  }
  void finish(TensorId answer) { output(project(answer, kColumns)); }

  TensorId x;
};

/// Optimises a copy and checks that it means the same.
network::Network optimized(Sketch& sketch) {
  network::Network copy = sketch.network();
  const auto passes = run_pipeline(copy);
  EXPECT_TRUE(passes.ok()) << passes.error().message;
  fakes::expect_same_answers(sketch.network(), copy, 7);
  return copy;
}

const network::Op& attention_of(const network::Network& network) {
  for (const network::OpId id : network.topological_order()) {
    if (network.op(id).type == "Attention") return network.op(id);
  }
  ADD_FAILURE() << "there is no attention";
  return network.op(network.topological_order().front());
}

TEST(RecogniseAttention, HeadsAreReadAndWrittenWhereTheyLie) {
  Spelling s;
  const TensorId q = s.heads(s.project(s.x, kColumns)), k = s.heads(s.project(s.x, kColumns));
  const TensorId v = s.heads(s.project(s.x, kColumns));
  const TensorId scores = s.op("Div", {s.product(q, k), s.scalar(2.0f)});
  s.finish(s.join(s.op("MatMul", {s.softmax(scores), v})));
  const auto network = optimized(s);
  EXPECT_EQ(count_ops(network, "Attention"), 1u);
  EXPECT_EQ(count_ops(network, "Transpose"), 0u);
  const auto& attention = attention_of(network);
  EXPECT_DOUBLE_EQ(attention.attributes.get_float("scale", 0), 0.5);
  EXPECT_EQ(attention.attributes.get_int("packed", 0), 1);
  EXPECT_GE(attention.origins.size(), 11u) << "four of the core, seven of the heads";
}

TEST(RecogniseAttention, OneProjectionIsReadInThreePlaces) {
  Spelling s;
  const TensorId packed = s.project(s.x, 3 * kColumns);
  const TensorId apart =
      s.transpose(s.reshape(packed, {0, kTokens, 3, kHeads, kDepth}), {2, 0, 3, 1, 4});
  const auto pick = [&](int64_t index) {
    const TensorId at =
        s.network().add_constant(s.network().unique_name("at"), HostTensor::of_int64({}, {index}));
    return s.with("Gather", {apart, at}, "axis", int64_t{0});
  };
  const TensorId scores = s.op("Mul", {s.product(pick(0), pick(1)), s.scalar(0.5f)});
  s.finish(s.join(s.op("MatMul", {s.softmax(scores), pick(2)})));
  const auto network = optimized(s);
  EXPECT_EQ(network.op_count(), 3u) << "two products and the attention between them";
  EXPECT_EQ(attention_of(network).attributes.get_ints("starts"),
            (Integers{0, kColumns, 2 * kColumns}));
}

TEST(RecogniseAttention, AChoiceOfEarlierKeysIsCausal) {
  Spelling s;
  tensor::Attributes last;
  last.set("axis", int64_t{2});
  last.set("num_outputs", int64_t{3});
  network::Op split{"", "Split", "", {s.project(s.x, 3 * kColumns)}, {}, last, {}, {}, {}};
  const auto parts = *s.network().add_op(split, 3);
  const TensorId scores = s.product(s.heads(parts[0]), s.heads(parts[1]));
  const TensorId seen = s.op("Where", {s.causal_choice(), scores, s.scalar(kLowest)});
  s.finish(s.join(s.op("MatMul", {s.softmax(seen), s.heads(parts[2])})));
  const auto network = optimized(s);
  EXPECT_EQ(network.op_count(), 3u);
  EXPECT_EQ(attention_of(network).attributes.get_int("causal", 0), 1);
}

TEST(RecogniseAttention, MasksAreAddedTogether) {
  Spelling s;
  const TensorId given = s.input("mask", {Dim::symbol("N"), 1, 1, kTokens});
  const TensorId h = s.heads(s.x);
  const TensorId chosen = s.op("Where", {s.causal_choice(), s.product(h, h), s.scalar(kLowest)});
  s.finish(s.join(s.op("MatMul", {s.softmax(s.op("Add", {given, chosen})), h})));
  const auto network = optimized(s);
  EXPECT_EQ(count_ops(network, "Softmax"), 0u);
  EXPECT_NE(attention_of(network).inputs[3], network::kAbsent);
}

TEST(RecogniseAttention, FactorsOfQueriesAndKeysAreItsScale) {
  Spelling s;
  const TensorId q = s.op("Mul", {s.heads(s.x), s.scalar(0.5f)});
  const TensorId k = s.op("Mul", {s.transpose(s.heads(s.x), {0, 1, 3, 2}), s.scalar(0.25f)});
  s.finish(s.join(s.op("MatMul", {s.softmax(s.op("MatMul", {q, k})), s.heads(s.x)})));
  const auto network = optimized(s);
  EXPECT_EQ(network.op_count(), 2u);
  EXPECT_DOUBLE_EQ(attention_of(network).attributes.get_float("scale", 0), 0.125);
}

TEST(RecogniseAttention, ThreeAxesAreOneBatchEntry) {
  Sketch s;
  const auto transpose = [&](TensorId from, Integers permutation) {
    Attributes attributes;
    attributes.set("perm", permutation);
    return s.op("Transpose", {from}, attributes);
  };
  const TensorId x = s.input("x", {kTokens, 1, kColumns});
  const TensorId rows = s.op("Reshape", {x, s.integers({kTokens, kHeads, kDepth})});
  const TensorId h = transpose(rows, {1, 0, 2});
  const TensorId scores = s.op("MatMul", {h, transpose(h, {0, 2, 1})});
  s.output(transpose(s.op("MatMul", {s.op("Softmax", {scores}), h}), {1, 0, 2}));
  const auto network = optimized(s);
  EXPECT_EQ(count_ops(network, "Attention"), 1u);
  EXPECT_EQ(count_ops(network, "Transpose"), 0u);
}

TEST(RecogniseAttention, ExtentsMayBeOpenAndSpelledByShapeArithmetic) {
  Spelling s;
  const TensorId open = s.input("tokens", {Dim::symbol("N"), Dim::symbol("S"), kColumns});
  const auto extent = [&](int64_t axis) {
    const TensorId index = s.integers({axis});
    return s.with("Gather", {s.op("Shape", {open}), index}, "axis", int64_t{0});
  };
  const auto reshape = [&](TensorId from, const Integers& rest) {
    const TensorId target =
        s.with("Concat", {extent(0), extent(1), s.integers(rest)}, "axis", int64_t{0});
    return s.op("Reshape", {from, target});
  };
  const auto heads = [&](Integers permutation) {
    return s.transpose(reshape(s.project(open, kColumns), {kHeads, kDepth}), permutation);
  };
  const TensorId mask = s.input("mask", {Dim::symbol("N"), 1, 1, Dim::symbol("S")});
  const TensorId q = heads({0, 2, 1, 3}), k = heads({0, 2, 3, 1}), v = heads({0, 2, 1, 3});
  const TensorId scores = s.op("Div", {s.op("MatMul", {q, k}), s.scalar(2.0f)});
  const TensorId shares = s.softmax(s.op("Add", {scores, mask}));
  const TensorId answer = s.transpose(s.op("MatMul", {shares, v}), {0, 2, 1, 3});
  s.finish(reshape(answer, {kColumns}));
  const auto network = optimized(s);
  EXPECT_EQ(network.op_count(), 3u) << "the merged projection, the attention and the last product";
}

TEST(RecogniseAttention, WhatOnlyLooksLikeItStays) {
  const auto expect_stays = [](const std::function<TensorId(Spelling&, TensorId)>& shares) {
    Spelling s;
    const TensorId h = s.heads(s.x);
    s.finish(s.join(s.op("MatMul", {shares(s, s.product(h, h)), h})));
    EXPECT_EQ(count_ops(optimized(s), "Attention"), 0u);
  };
  // Somebody else reads the shares.
  expect_stays([](Spelling& s, TensorId scores) {
    const TensorId shares = s.softmax(scores);
    s.output(shares);
    return shares;
  });
  // Over the queries.
  expect_stays(
      [](Spelling& s, TensorId scores) { return s.with("Softmax", {scores}, "axis", int64_t{2}); });
  // The factor is applied to the mask too.
  expect_stays([](Spelling& s, TensorId scores) {
    const TensorId sum = s.op("Add", {scores, s.weights({kTokens, kTokens})});
    return s.softmax(s.op("Mul", {sum, s.scalar(0.5f)}));
  });
  // A fill that does not hide.
  expect_stays([](Spelling& s, TensorId scores) {
    return s.softmax(s.op("Where", {s.causal_choice(), scores, s.scalar(-1.0f)}));
  });
}

}  // namespace
}  // namespace nightjar::optimize
