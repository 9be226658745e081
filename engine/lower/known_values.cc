// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/known_values.h"

#include "kernels/fill/fill.h"

namespace nightjar::lower {

std::optional<LoweredOp> lower_known_values(Lowering& lowering) {
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    if (lowering.has_output(i) && !lowering.output(i).elements) return std::nullopt;
  }
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    if (!lowering.has_output(i)) continue;
    kernels::FillProblem fill;
    fill.kind = kernels::FillKind::kValues;
    fill.values = *lowering.output(i).elements;
    fill.output = lowering.output(i).desc;
    lowering.add_step(fill.to_problem(), {}, {lowering.output_argument(i)});
  }
  return lowering.take();
}

}  // namespace nightjar::lower
