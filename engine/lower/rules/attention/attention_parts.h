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
  /// The extents above are there, but the bytes of inputs 0 to 2 have not been moved.
  bool stays_packed = false;
};

/// Also adds the steps that write the present keys and values, and those that split heads apart
/// where `reads_packed` does not say that the kernel takes them side by side, or cannot be told.
Result<AttentionParts> attention_parts(Lowering& lowering, bool reads_packed);

/// Everything that hides keys as one mask, bool or added to the scores; absent when nothing does.
/// `kernel_is_causal`: the kernel hides later keys itself.
Result<Argument> composed_mask(Lowering& lowering, const AttentionParts& parts,
                               bool kernel_is_causal);

}  // namespace nightjar::lower::rules
