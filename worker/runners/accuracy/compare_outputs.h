// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How far a plan's answers are from the reference's.
#pragma once

#include "engine/engine.h"
#include "results/record/record.h"

namespace nightjar::runners {

/// Largest signal-to-noise ratio that is told; equal answers have it.
inline constexpr double kMostSqnrDb = 200;

/// The worst over all outputs of cosine, absolute error, error relative to the largest reference
/// value, and SQNR; and for a first output of [items, classes] how often the largest value stands
/// at the same place. An answer that is no number where the reference has one is an error.
Result<record::Accuracy> compare_outputs(const runtime::TensorsByName& reference,
                                         const runtime::TensorsByName& answers,
                                         const std::string& first_output);

/// Places of the largest value of each row of [items, classes].
std::vector<int64_t> top_classes(const tensor::HostTensor& scores);

}  // namespace nightjar::runners
