// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small inputs that operators can be tried with.
#pragma once

#include <optional>
#include <vector>

#include "engine/tensor/attributes.h"
#include "engine/tensor/data_type.h"
#include "engine/tensor/shape.h"

namespace nightjar::cli {

/// One input: of the type that is tried, or of one of its own; with values when constant.
struct SampleInput {
  tensor::Dims dims;
  std::optional<tensor::DataType> type = std::nullopt;
  std::optional<std::vector<int64_t>> values = std::nullopt;
  bool is_absent = false;
};

using Sample = std::vector<SampleInput>;

/// What to try in turn, plain ones first; most operators fit one of the first few.
const std::vector<Sample>& samples();
/// Attributes that some operators cannot do without; no operator reads another's wrongly.
tensor::Attributes sample_attributes();

}  // namespace nightjar::cli
