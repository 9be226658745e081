// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens recurrent problems on the CPU, without oneDNN.
#pragma once

#include <memory>

#include "kernels/recurrent/recurrent.h"

namespace nightjar::kernels::recurrent {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::recurrent
