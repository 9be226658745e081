// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// NumPy's files of one array.
#pragma once

#include <string>

#include "engine/tensor/host_tensor.h"

namespace nightjar::cli {

/// Reads a .npy file of numbers or bools in row-major, little-endian order; others are refused.
Result<tensor::HostTensor> read_npy_file(const std::string& path);

}  // namespace nightjar::cli
