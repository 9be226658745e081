// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention spelled out around a Softmax: two products, factors, masks.
#pragma once

#include <optional>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// What hides keys: a tensor added to the scores, or a choice that lets scores through and puts
/// `fill` elsewhere.
struct SpelledMask {
  network::TensorId tensor = network::kAbsent;
  bool is_choice = false;
  bool hides_where_true = false;
  network::TensorId fill = network::kAbsent;  ///< A constant of one element.
};

struct AttentionPattern {
  network::TensorId q = network::kAbsent;  ///< [.., S, D]
  network::TensorId k = network::kAbsent;  ///< [.., D, T], as the product reads it.
  network::TensorId v = network::kAbsent;  ///< [.., T, E]
  network::TensorId y = network::kAbsent;
  network::TensorId scores = network::kAbsent;  ///< The product of q and k.
  double scale = 1;
  std::vector<SpelledMask> masks;  ///< The one that is applied last comes first.
  std::vector<network::OpId> ops;  ///< From the product of q and k to that with v.
};

/// The attention around `softmax`, none of whose steps anybody else reads.
std::optional<AttentionPattern> match_attention(const network::Network& network,
                                                network::OpId softmax);

}  // namespace nightjar::optimize
