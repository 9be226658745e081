// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Layers that sequence models are written with, spelled as exporters at opset 17 spell them.
// Activations are N x tokens x features.
#pragma once

#include <cstdint>
#include <string>

#include "scenarios/zoo/draft.h"

namespace nightjar::zoo {

Value layer_norm(Draft& draft, const std::string& name, Value x, double epsilon);
/// MatMul with a weight of in x out features, and Add; over the last axis.
Value linear(Draft& draft, const std::string& name, Value x, int64_t features, double gain = 1.0);
/// x * (1 + erf(x / sqrt 2)) / 2
Value gelu_erf(Draft& draft, const std::string& name, Value x);
/// The approximation by tanh.
Value gelu_tanh(Draft& draft, const std::string& name, Value x);
/// Rows of a table of parameters; `vocabulary` of them.
Value embedding(Draft& draft, const std::string& name, Value indices, int64_t vocabulary,
                int64_t features, double deviation);
/// The same rows for every element of the batch: positions 0 … tokens - 1 of a longer table.
Value position_embedding(Draft& draft, const std::string& name, int64_t tokens, int64_t positions,
                         int64_t features, double deviation);

Value reshape(Draft& draft, const std::string& name, Value x, const std::vector<int64_t>& extents);
Value transpose(Draft& draft, const std::string& name, Value x, const std::vector<int64_t>& order);

/// Queries, keys and values, each N x heads x tokens x features of a head.
struct Heads {
  Value query, key, value;
};

/// Gains of the projections: scores must spread for attention to choose anything.
inline constexpr double kQueryGain = 1.3;
inline constexpr double kBranchGain = 0.5;  ///< Of what is added to the residual stream.

/// N x tokens x features to N x heads x tokens x features / heads.
Value split_heads(Draft& draft, const std::string& name, Value x, int64_t heads);
/// How scores are kept from what must not be seen.
struct Mask {
  enum class Kind : uint8_t {
    kNone,
    kAdded,  ///< A float tensor of 0 and the lowest float, added.
    kWhere,  ///< A bool tensor; the lowest float where it is false.
  };
  Kind kind = Kind::kNone;
  network::TensorId tensor = network::kAbsent;
};

/// Scores, scaled and masked, softmax, weighted sum, heads merged: N x tokens x features.
Value attend(Draft& draft, const std::string& name, const Heads& heads, Mask mask = {});

}  // namespace nightjar::zoo
