// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens softmax problems on the CPU, without oneDNN.
#pragma once

#include <memory>

#include "kernels/softmax/softmax.h"

namespace nightjar::kernels::softmax {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

/// In place over one row; `row` has at least one element.
void softmax_row(float* row, int64_t count, bool is_log);

}  // namespace nightjar::kernels::softmax
