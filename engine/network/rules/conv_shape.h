// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The shape of a convolution, shared by Conv and the ops it is fused into.
#pragma once

#include "engine/network/rules/arguments.h"

namespace nightjar::network::rules {

/// Output shape of Conv from inputs X, W and the op's attributes; checks B's extent when given.
Result<Shape> conv_shape(const RuleInput& in);

}  // namespace nightjar::network::rules
