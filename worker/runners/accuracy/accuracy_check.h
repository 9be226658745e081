// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Accuracy of a loaded plan: against the plain reference, and against labels where there are any.
#pragma once

#include "engine/engine.h"
#include "results/record/record.h"
#include "worker/runners/workplace.h"

namespace nightjar::runners {

/// Items compared with the reference, which is slow: few for a large model, many for one whose
/// bytes are below kSmallModelBytes, where two items may by chance have answers near zero.
inline constexpr int64_t kSeededItems = 2;
inline constexpr int64_t kSmallModelItems = 32;
inline constexpr size_t kSmallModelBytes = size_t{4} << 20;
inline constexpr int64_t kLabelledItems = 32;
/// Items a batch when the whole labelled data is run.
inline constexpr int64_t kLabelBatch = 64;

Result<record::Accuracy> check_accuracy(const Workplace& workplace, const ImportedModel& imported,
                                        const scenarios::Scenario& scenario,
                                        const std::shared_ptr<const engine::Engine>& engine);

}  // namespace nightjar::runners
