// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What Attention works on: heads apart, past keys in front, and one mask for all its reasons.
#pragma once

#include <optional>

#include "engine/lower/lowering.h"

namespace nightjar::lower::rules {

/// Which keys are later than a query: none, those behind it counted from the first key, behind it
/// counted from the end of the past, or from where the valid keys of its batch entry end.
enum class Causal { kNone, kFromStart, kFromPast, kFromLengths };

struct AttentionParts {
  Argument q;                       ///< [B, H, S, D]
  Argument k, v;                    ///< [B, G, T, D] and [B, G, T, E], the past included.
  Argument mask;                    ///< attn_mask as given, or absent.
  std::optional<Argument> lengths;  ///< Valid keys of each batch entry, [B].
  tensor::Dim past;
  Causal causal = Causal::kNone;
  bool is_packed = false;  ///< Inputs and output 0 have the heads in their last axis.
};

/// Also adds the steps that split heads apart and write the present keys and values.
Result<AttentionParts> attention_parts(Lowering& lowering);

/// Everything that hides keys as one mask, bool or added to the scores; absent when nothing does.
/// `kernel_is_causal`: the kernel hides later keys itself.
Result<Argument> composed_mask(Lowering& lowering, const AttentionParts& parts,
                               bool kernel_is_causal);

}  // namespace nightjar::lower::rules
