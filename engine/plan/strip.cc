// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/strip.h"

namespace nightjar::plan {

Plan strip_weights(Plan plan) {
  if (!plan.is_stripped) plan.weight_bytes = plan.weights.size();
  plan.is_stripped = true;
  plan.weights = {};
  plan.spare.clear();
  plan.storage = nullptr;
  plan.network.clear();
  for (Plan& part : plan.parts) part = strip_weights(std::move(part));
  return plan;
}

}  // namespace nightjar::plan
