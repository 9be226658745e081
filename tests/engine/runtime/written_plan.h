// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Plans as users have them: built, written and read again; and a small network for them.
#pragma once

#include "engine/build/builder.h"
#include "engine/runtime/runtime.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::runtime {

/// "x" [N, 4, 8, 8] through two convolutions to "y0".
network::Network two_convolutions();
/// `value` everywhere in "x" of two_convolutions().
TensorsByName images_of(int64_t batch, float value);

build::BuildOptions plain_options();
plan::Plan written_plan(const network::Network& network, device::Device& device,
                        const build::BuildOptions& options = {});

}  // namespace nightjar::runtime
