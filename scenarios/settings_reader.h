// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reads the keys that defaults, overrides and entries of a suite have in common.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "scenarios/suite.h"
#include "scenarios/yaml_value.h"

namespace nightjar::scenarios {

/// The keys that read_setting understands.
std::vector<std::string> setting_keys();

/// Reads one key into `settings`. The key must be one of setting_keys(). Lists have a plural and
/// a singular key; both at once are refused.
Status read_setting(const YamlValue& value, Settings& settings);

/// The error for a key that is none of `valid`, at the key's place.
Error unknown_key(const YamlValue& value, const std::vector<std::string>& valid);

}  // namespace nightjar::scenarios
