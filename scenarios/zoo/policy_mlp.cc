// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"

namespace nightjar::zoo {

void write_policy_mlp(Draft& draft, const Inputs& inputs) {
  constexpr int64_t kHidden = 256;
  constexpr int64_t kActions = 8;

  Value x = inputs[0];
  for (int layer = 0; layer < 3; ++layer) {
    const std::string name = "body." + std::to_string(layer);
    x = activate(draft, name + ".act", dense(draft, name, x, kHidden), Activation::kTanh);
  }
  draft.add_output("mean", dense(draft, "mean", x, kActions));
  draft.add_output("value", dense(draft, "value", x, 1));
}

}  // namespace nightjar::zoo
