// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elements of any type as integers that order and compare as the elements do.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/tensor/host_tensor.h"

namespace nightjar::kernels {

/// One key an element: a < b exactly when the keys are. Both zeros have one key, and all NaNs have
/// one, the largest. Strings are numbered in byte order.
std::vector<uint64_t> ordering_keys(const tensor::HostTensor& values);

/// For each element, whether it is something else than zero, false or the empty string.
std::vector<bool> nonzero_mask(const tensor::HostTensor& values);

}  // namespace nightjar::kernels
