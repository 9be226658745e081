// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// --loadInputs: inputs out of files of raw bytes.
#pragma once

#include <map>
#include <string>

#include "engine/runtime/runtime.h"

namespace nightjar::cli::trtexec {

/// Replaces the values of inputs by those of files, which hold as many elements of the input's type
/// in row-major order, little-endian and nothing else. Names the input and the file.
Status load_inputs(const std::map<std::string, std::string>& files, runtime::TensorsByName& inputs);

}  // namespace nightjar::cli::trtexec
