// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;

constexpr int64_t kVocabulary = 10000;
constexpr int64_t kFeatures = 128;
constexpr int64_t kHidden = 256;
constexpr int64_t kDirections = 2;
constexpr int64_t kGates = 4;
constexpr int64_t kTags = 17;
constexpr double kStateDeviation = 0.35;  // of the hidden state, for gates of unit deviation

// tokens x N x features to tokens x N x 2 * kHidden.
Value bidirectional_lstm(Draft& draft, const std::string& name, Value x) {
  const int64_t in_features = draft.extent(x.tensor, 2);
  const int64_t rows = kGates * kHidden;
  const double in_scale = 1.0 / (std::sqrt(static_cast<double>(in_features)) * x.deviation);
  const double state_scale = 0.5 / (std::sqrt(static_cast<double>(kHidden)) * kStateDeviation);
  const TensorId weight =
      draft.normal(name + ".weight", {kDirections, rows, in_features}, 0.0, in_scale);
  const TensorId recurrence =
      draft.normal(name + ".recurrence", {kDirections, rows, kHidden}, 0.0, state_scale);
  const TensorId bias = draft.normal(name + ".bias", {kDirections, 2 * rows}, 0.0, 0.1);
  const Value states = {
      draft.op("LSTM", name, {x.tensor, weight, recurrence, bias},
               attributes({{"direction", std::string("bidirectional")}, {"hidden_size", kHidden}})),
      kStateDeviation};
  return reshape(draft, name, transpose(draft, name, states, {0, 2, 1, 3}),
                 {0, 0, kDirections * kHidden});
}

}  // namespace

void write_lstm_tagger(Draft& draft, const Inputs& inputs) {
  Value x = embedding(draft, "embedding", inputs[0], kVocabulary, kFeatures, 1.0);
  x = transpose(draft, "to_time_major", x, {1, 0, 2});
  x = bidirectional_lstm(draft, "lstm.0", x);
  x = bidirectional_lstm(draft, "lstm.1", x);
  x = transpose(draft, "to_batch_major", x, {1, 0, 2});
  draft.add_output("scores", linear(draft, "tags", x, kTags));
}

}  // namespace nightjar::zoo
