// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which element types an operator takes, found by asking its rule, its lowering and the tactics.
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/data_type.h"

namespace nightjar::cli {

/// Types that the operator of ONNX's own domain can be compiled for on a CPU, as type of its first
/// data inputs; nothing when none of the samples fits it.
std::vector<tensor::DataType> compiled_types(const std::string& type);

/// "float32, float16, int8"; families that are complete by one word: "integers".
std::string list_types(const std::vector<tensor::DataType>& types);

}  // namespace nightjar::cli
