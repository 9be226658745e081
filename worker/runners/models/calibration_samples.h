// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a model is calibrated on: its labelled data where it has any, else seeded inputs.
#pragma once

#include <string>

#include "engine/quantize/quantize.h"
#include "scenarios/scenario.h"

namespace nightjar::runners {

/// Samples of the first items of the labelled data in `dataset_folder`, or, where that is empty, of
/// the inputs a measurement would make. `network` outlives them.
Result<quantize::Samples> calibration_samples(const network::Network& network,
                                              const scenarios::Scenario& scenario,
                                              const std::string& dataset_folder);

}  // namespace nightjar::runners
