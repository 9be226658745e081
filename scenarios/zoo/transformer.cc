// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/transformer.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::HostTensor;

constexpr double kBiasDeviation = 0.05;
constexpr double kGeluDeviation = 0.59;      // for normal input of unit deviation
constexpr double kAttentionDeviation = 0.4;  // of an average of values by attention

int64_t last_extent(const Draft& draft, Value x) {
  return draft.extent(x.tensor, draft.rank(x.tensor) - 1);
}

TensorId masked(Draft& draft, const std::string& name, TensorId scores, Mask mask) {
  switch (mask.kind) {
    case Mask::Kind::kNone:
      return scores;
    case Mask::Kind::kAdded:
      return draft.op("Add", name, {scores, mask.tensor});
    case Mask::Kind::kWhere:
      return draft.op("Where", name,
                      {mask.tensor, scores,
                       draft.scalar(name + "/lowest", std::numeric_limits<float>::lowest())});
  }
  return scores;
}

}  // namespace

Value layer_norm(Draft& draft, const std::string& name, Value x, double epsilon) {
  const int64_t features = last_extent(draft, x);
  const TensorId scale = draft.uniform(name + ".weight", {features}, 0.9, 1.1);
  const TensorId bias = draft.normal(name + ".bias", {features}, 0.0, 0.05);
  return {draft.op("LayerNormalization", name, {x.tensor, scale, bias},
                   attributes({{"axis", int64_t{-1}}, {"epsilon", epsilon}})),
          1.0};
}

Value linear(Draft& draft, const std::string& name, Value x, int64_t features, double gain) {
  const int64_t in_features = last_extent(draft, x);
  const double deviation = gain / (std::sqrt(static_cast<double>(in_features)) * x.deviation);
  const TensorId weight = draft.normal(name + ".weight", {in_features, features}, 0.0, deviation);
  const TensorId bias = draft.normal(name + ".bias", {features}, 0.0, kBiasDeviation * gain);
  const TensorId product = draft.op("MatMul", name, {x.tensor, weight});
  return {draft.op("Add", name, {bias, product}), gain};
}

Value gelu_erf(Draft& draft, const std::string& name, Value x) {
  const TensorId root = draft.scalar(name + "/root_two", std::numbers::sqrt2);
  const TensorId one = draft.scalar(name + "/one", 1.0);
  const TensorId half = draft.scalar(name + "/half", 0.5);
  const TensorId erf = draft.op("Erf", name, {draft.op("Div", name, {x.tensor, root})});
  const TensorId product = draft.op("Mul", name, {x.tensor, draft.op("Add", name, {erf, one})});
  return {draft.op("Mul", name, {product, half}), kGeluDeviation * x.deviation};
}

Value gelu_tanh(Draft& draft, const std::string& name, Value x) {
  const TensorId three = draft.scalar(name + "/three", 3.0);
  const TensorId cubic = draft.scalar(name + "/cubic", 0.044715);
  const TensorId root = draft.scalar(name + "/root", std::sqrt(2.0 / std::numbers::pi));
  const TensorId half = draft.scalar(name + "/half", 0.5);
  const TensorId one = draft.scalar(name + "/one", 1.0);
  const TensorId cube = draft.op("Pow", name, {x.tensor, three});
  const TensorId sum = draft.op("Add", name, {x.tensor, draft.op("Mul", name, {cube, cubic})});
  const TensorId tanh = draft.op("Tanh", name, {draft.op("Mul", name, {sum, root})});
  const TensorId halved = draft.op("Mul", name, {x.tensor, half});
  return {draft.op("Mul", name, {halved, draft.op("Add", name, {tanh, one})}),
          kGeluDeviation * x.deviation};
}

Value embedding(Draft& draft, const std::string& name, Value indices, int64_t vocabulary,
                int64_t features, double deviation) {
  const TensorId table = draft.normal(name + ".weight", {vocabulary, features}, 0.0, deviation);
  return {draft.op("Gather", name, {table, indices.tensor}, attributes({{"axis", int64_t{0}}})),
          deviation};
}

Value position_embedding(Draft& draft, const std::string& name, int64_t tokens, int64_t positions,
                         int64_t features, double deviation) {
  std::vector<int64_t> indices(static_cast<size_t>(tokens));
  std::iota(indices.begin(), indices.end(), 0);
  const TensorId ids =
      draft.literal(name + "/positions", HostTensor::of_int64({1, tokens}, indices));
  return embedding(draft, name, {ids, 1.0}, positions, features, deviation);
}

Value reshape(Draft& draft, const std::string& name, Value x, const std::vector<int64_t>& extents) {
  const TensorId shape = draft.integers(name + "/shape", extents);
  return {draft.op("Reshape", name, {x.tensor, shape}), x.deviation};
}

Value transpose(Draft& draft, const std::string& name, Value x, const std::vector<int64_t>& order) {
  return {draft.op("Transpose", name, {x.tensor}, attributes({{"perm", order}})), x.deviation};
}

Value split_heads(Draft& draft, const std::string& name, Value x, int64_t heads) {
  const int64_t tokens = draft.extent(x.tensor, 1);
  const int64_t features = draft.extent(x.tensor, 2) / heads;
  return transpose(draft, name, reshape(draft, name, x, {0, tokens, heads, features}),
                   {0, 2, 1, 3});
}

Value attend(Draft& draft, const std::string& name, const Heads& heads, Mask mask) {
  const int64_t head_count = draft.extent(heads.query.tensor, 1);
  const int64_t tokens = draft.extent(heads.query.tensor, 2);
  const int64_t features = draft.extent(heads.query.tensor, 3);
  const double root = std::sqrt(static_cast<double>(features));
  const Value keys = transpose(draft, name + ".key", heads.key, {0, 1, 3, 2});
  const TensorId products = draft.op("MatMul", name, {heads.query.tensor, keys.tensor});
  const TensorId scores = draft.op("Div", name, {products, draft.scalar(name + "/root", root)});
  const TensorId weights = draft.op("Softmax", name, {masked(draft, name, scores, mask)},
                                    attributes({{"axis", int64_t{-1}}}));
  const Value mixed = {draft.op("MatMul", name, {weights, heads.value.tensor}),
                       kAttentionDeviation * heads.value.deviation};
  return reshape(draft, name, transpose(draft, name, mixed, {0, 2, 1, 3}),
                 {0, tokens, head_count * features});
}

}  // namespace nightjar::zoo
