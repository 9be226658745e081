// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Bytes looked up in a table of 256.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

/// to[i] = table[from[i]], all on the device and aligned to 16 bytes. cudaError_t; `stream` is a
/// cudaStream_t.
int launch_look_up(const uint8_t* table, const uint8_t* from, uint8_t* to, int64_t count,
                   void* stream);

}  // namespace nightjar::kernels::cuda
