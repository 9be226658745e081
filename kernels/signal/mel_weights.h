// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens problems for the weights that turn a spectrum into mel bins.
#pragma once

#include <memory>

#include "kernels/signal/signal.h"

namespace nightjar::kernels::signal {

Result<std::unique_ptr<Launchable>> open_mel_weights(const SignalProblem& problem);

}  // namespace nightjar::kernels::signal
