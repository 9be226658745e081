// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens transforms along an axis and of frames on the CPU.
#pragma once

#include <memory>

#include "kernels/signal/signal.h"

namespace nightjar::kernels::signal {

Result<std::unique_ptr<Launchable>> open_transform(const SignalProblem& problem, int threads);

}  // namespace nightjar::kernels::signal
