// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention over keys and values, and what stands around it: rotary positions, and the recurrent
// and convolutional layers that take its place.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// A count that must divide an extent.
Result<Dim> split_extent(const RuleInput& in, const Dim& whole, const char* count_name) {
  const int64_t parts = in.op.attributes.get_int(count_name, 0);
  const auto known = whole.constant();
  if (parts < 1 || (known && *known % parts != 0)) {
    return invalid_input("attribute '" + std::string(count_name) + "' is " + std::to_string(parts) +
                         ", which does not divide " + whole.to_string());
  }
  return Dim::floor_div(whole, Dim(parts));
}

/// Extents [batch, heads, length, depth] of an input with three or four axes.
Result<Shape> heads_apart(const RuleInput& in, size_t index, const char* count_name) {
  NIGHTJAR_TRY(expect_rank(in, index, 3, 4));
  const Shape& shape = shape_of(in, index);
  if (shape.size() == 4) return shape;
  NIGHTJAR_ASSIGN(const Dim depth, split_extent(in, shape[2], count_name));
  return Shape{shape[0], Dim(in.op.attributes.get_int(count_name, 0)), shape[1], depth};
}

/// `now` with as many more keys in front as the past has.
Result<Shape> with_past(const RuleInput& in, size_t index, Shape now) {
  if (!given(in, index)) return now;
  NIGHTJAR_TRY(expect_rank(in, index, 4, 4));
  const Shape& past = shape_of(in, index);
  NIGHTJAR_ASSIGN(const Shape joined,
                  agree({past[0], past[1], past[3]}, {now[0], now[1], now[3]}, "past and present"));
  return Shape{joined[0], joined[1], past[2] + now[2], joined[2]};
}

Outputs infer_attention(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 7));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_ASSIGN(const Shape q, heads_apart(in, 0, "q_num_heads"));
  NIGHTJAR_ASSIGN(Shape k, heads_apart(in, 1, "kv_num_heads"));
  NIGHTJAR_ASSIGN(Shape v, heads_apart(in, 2, "kv_num_heads"));
  NIGHTJAR_TRY(agree({q[0], q[3]}, {k[0], k[3]}, "queries and keys"));
  NIGHTJAR_TRY(agree({k[0], k[1], k[2]}, {v[0], v[1], v[2]}, "keys and values"));
  const auto query_heads = q[1].constant(), key_heads = k[1].constant();
  if (query_heads && key_heads && (*key_heads < 1 || *query_heads % *key_heads != 0)) {
    return invalid_input(k[1].to_string() + " heads of keys cannot be shared by " +
                         q[1].to_string() + " heads of queries");
  }
  NIGHTJAR_ASSIGN(k, with_past(in, 4, k));
  NIGHTJAR_ASSIGN(v, with_past(in, 5, v));
  NIGHTJAR_TRY(agree(k[2], v[2], "keys and values"));
  if (given(in, 3)) NIGHTJAR_TRY(expect_rank(in, 3, 1, 4));
  if (given(in, 6)) {
    NIGHTJAR_TRY(expect_rank(in, 6, 1, 1));
    NIGHTJAR_TRY(agree(shape_of(in, 6), {q[0]}, "lengths and batch"));
  }
  const bool is_packed = shape_of(in, 0).size() == 3;
  const Shape answer = is_packed ? Shape{q[0], q[2], q[1] * v[3]} : Shape{q[0], q[1], q[2], v[3]};
  auto outputs = one_output(type_of(in, 0), answer);
  outputs.push_back({TensorDesc{type_of(in, 1), k}, std::nullopt});
  outputs.push_back({TensorDesc{type_of(in, 2), v}, std::nullopt});
  outputs.push_back({TensorDesc{type_of(in, 0), {q[0], q[1], q[2], k[2]}}, std::nullopt});
  return outputs;
}

/// RotaryEmbedding (X, cos, sin, [positions]).
Outputs infer_rotary(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 4));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  NIGHTJAR_ASSIGN(const Shape heads, heads_apart(in, 0, "num_heads"));
  const size_t rank = given(in, 3) ? 2 : 3;
  NIGHTJAR_TRY(expect_rank(in, 1, rank, rank));
  NIGHTJAR_TRY(agree(shape_of(in, 1), shape_of(in, 2), "cosines and sines"));
  const int64_t turned = in.op.attributes.get_int("rotary_embedding_dim", 0);
  const auto depth = heads[3].constant();
  if (turned < 0 || turned % 2 != 0 || (depth && (turned > *depth || *depth % 2 != 0))) {
    return invalid_input("attribute 'rotary_embedding_dim' is " + std::to_string(turned) +
                         ", an even part of the depth " + heads[3].to_string() + " is wanted");
  }
  return same_as(in, 0);
}

/// LinearAttention (query, key, value, [past state], [decay], [beta], [erase gate]).
Outputs infer_linear_attention(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 7));
  NIGHTJAR_TRY(expect_float(in, 0));
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    const size_t rank = i == 3 ? 4 : 3;
    if (given(in, i)) NIGHTJAR_TRY(expect_rank(in, i, rank, rank));
  }
  NIGHTJAR_ASSIGN(const Shape q, heads_apart(in, 0, "q_num_heads"));
  NIGHTJAR_ASSIGN(const Shape k, heads_apart(in, 1, "kv_num_heads"));
  NIGHTJAR_ASSIGN(const Shape v, heads_apart(in, 2, "kv_num_heads"));
  NIGHTJAR_TRY(agree({q[0], q[2], q[3]}, {k[0], k[2], k[3]}, "queries and keys"));
  NIGHTJAR_TRY(agree({k[0], k[2]}, {v[0], v[2]}, "keys and values"));
  if (*q[1].constant() % *k[1].constant() != 0) {
    return invalid_input("heads of keys cannot be shared by the heads of queries");
  }
  const Shape state = {k[0], k[1], k[3], v[3]};
  if (given(in, 3)) NIGHTJAR_TRY(agree(shape_of(in, 3), state, "the past state"));
  auto outputs = one_output(type_of(in, 0), {q[0], q[2], q[1] * v[3]});
  outputs.push_back({TensorDesc{type_of(in, given(in, 3) ? 3 : 0), state}, std::nullopt});
  return outputs;
}

/// CausalConvWithState (X, W, [bias], [past state]): one filter a channel.
Outputs infer_causal_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 0, 3));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, 3, 3));
  const Shape &x = shape_of(in, 0), &w = shape_of(in, 1);
  NIGHTJAR_TRY(agree({w[0], w[1]}, {x[1], Dim(1)}, "filters and channels"));
  if (given(in, 2)) NIGHTJAR_TRY(agree(shape_of(in, 2), {x[1]}, "bias and channels"));
  const Shape state = {x[0], x[1], w[2] - Dim(1)};
  if (given(in, 3)) NIGHTJAR_TRY(agree(shape_of(in, 3), state, "the past state"));
  const std::string activation = in.op.attributes.get_string("activation", "none");
  if (activation != "none" && activation != "silu" && activation != "swish") {
    return invalid_input("attribute 'activation' is '" + activation + "'");
  }
  auto outputs = same_as(in, 0);
  outputs[0].elements.reset();
  outputs.push_back({TensorDesc{type_of(in, 0), state}, std::nullopt});
  return outputs;
}

}  // namespace

void add_attention_rules(RuleTable& table) {
  table["Attention"] = infer_attention;
  table["RotaryEmbedding"] = infer_rotary;
  table["LinearAttention"] = infer_linear_attention;
  table["CausalConvWithState"] = infer_causal_conv;
}

}  // namespace nightjar::network::rules
