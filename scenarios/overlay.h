// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Settings on top of settings, and what they say in the end.
#pragma once

#include "scenarios/scenario.h"
#include "scenarios/suite.h"

namespace nightjar::scenarios {

/// `top` where it says something, `base` elsewhere. Shapes displace batches and the reverse.
Settings overlay(const Settings& base, const Settings& top);

/// The built-in sampling plan with what the settings change.
SamplingPlan sampling_of(const Settings& settings);

/// The built-in load plan with what the settings change, but for the concurrency, which is an axis.
LoadPlan load_of(const Settings& settings);

/// The built-in limits with what the settings change for this precision.
Limits limits_of(const Settings& settings, Precision precision);

}  // namespace nightjar::scenarios
