// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether a tactic's output agrees with the plain answer.
#pragma once

#include "base/result.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::build {

/// Largest error a fast kernel may make, as a share of the largest expected magnitude.
double allowed_error(tensor::DataType type);

/// Floats: |difference| within allowed_error, NaN and infinity in the same places. All others:
/// equal. The error names the worst element.
Status check_agreement(const tensor::HostTensor& expected, const tensor::HostTensor& answer);

}  // namespace nightjar::build
