// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Two runs' layers side by side: did the machine change pace, or did certain layers change?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "results/record/record.h"
#include "results/record/verdict.h"

namespace nightjar::verdict {

enum class LayerEvidence : uint8_t {
  kNone,      ///< Too few common layers to say anything.
  kSupports,  ///< A few layers changed and the others kept pace with each other.
  kAlike,     ///< No layer stands out: all of them changed together, or none did.
};

struct LayerComparison {
  LayerEvidence evidence = LayerEvidence::kNone;
  double pace = 0;     ///< Change common to all layers: median of new over old minus one.
  double singled = 0;  ///< Change of the whole that remains once the pace is taken out.
  /// With kSupports: layers that explain most of `singled`, largest first.
  std::vector<record::LayerChange> layers;

  double explained() const;  ///< Share of `singled` that `layers` make.
};

/// Pairs layers by name. `change` is that of the whole, measured apart from the profiled pass.
LayerComparison compare_layers(std::span<const record::LayerRow> old_layers,
                               std::span<const record::LayerRow> new_layers, double change);

}  // namespace nightjar::verdict
