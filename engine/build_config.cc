// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build_config.h"

namespace nightjar::engine {

void BuildConfig::add_plugin(const Plugin& plugin) {
  for (const kernels::Tactic* tactic : plugin.tactics()) options.user_tactics.push_back(tactic);
}

size_t BuildConfig::add_profile(plan::Profile profile) {
  options.profiles.push_back(std::move(profile));
  return options.profiles.size() - 1;
}

}  // namespace nightjar::engine
