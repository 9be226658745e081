// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Building stones of generated CUDA source: element types, numbers, and the meaning of functions.
#pragma once

#include <string>
#include <string_view>

#include "engine/tensor/data_type.h"

namespace nightjar::kernels::cuda {

/// Whether generated code can read and write the type: floats of 16 to 64 bits, whole-byte
/// integers, bool.
bool is_generated_type(tensor::DataType type);

/// The name of an element's type in the source; load<C>() and store() know it.
std::string_view source_name(tensor::DataType type);

/// What generated source begins with: types, conversions, and one function f_<name> for each
/// pointwise function, as templates over the type C that is computed in.
std::string_view source_prelude();

}  // namespace nightjar::kernels::cuda
