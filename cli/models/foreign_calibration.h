// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Calibrations that were made elsewhere and are taken at their word.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/quantize/calibration.h"

namespace nightjar::cli {

/// The ranges of a calibration of ours, or of a cache as TensorRT writes them: a line "TRT-VERSION-
/// METHOD", then "TENSOR: SCALE" with the 32 bits of a float in hexadecimal, 127 times which is how
/// far the range reaches on both sides of zero. Refuses everything else; names the line.
Result<quantize::Calibration> calibration_from_elsewhere(const std::string& text);

}  // namespace nightjar::cli
