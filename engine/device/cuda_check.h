// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The one place where codes of the CUDA runtime become sentences.
#pragma once

#include <string_view>

#include "base/result.h"

namespace nightjar::device {

/// `code` is a cudaError_t; `what` says what was tried: "launching softmax".
Status cuda_status(int code, std::string_view what);

}  // namespace nightjar::device
