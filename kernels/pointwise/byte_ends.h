// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Expressions between bytes: what dequantises an input and quantises the result is done while bytes
// are read and written, in one go instead of an instruction each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels::pointwise {

/// (x - zero) * scale, for an input of bytes.
struct ByteInput {
  float zero = 0, scale = 1;
  bool operator==(const ByteInput&) const = default;
};

/// clip(round(x / scale) + zero, low, high), for an output of bytes.
struct ByteOutput {
  float scale = 1, zero = 0, low = 0, high = 0;
};

struct ByteEnds {
  std::vector<std::optional<ByteInput>> inputs;  ///< One an input.
  std::optional<ByteOutput> output;
};

/// The same problem with the ends taken off its expression: inputs and result are then the floats.
struct BetweenBytes {
  PointwiseProblem problem;
  ByteEnds ends;
};
/// Nothing where there is no such end, or it is not computed in float32.
std::optional<BetweenBytes> between_bytes(const PointwiseProblem& problem);

void scale_bytes(const ByteInput& input, float* run, int64_t count);
/// `type` is int8 or uint8. Gives bit for bit what the five functions of the expression give.
void quantize_run(const ByteOutput& output, tensor::DataType type, const float* run, int64_t count,
                  void* to);

/// Opens a bound problem with its ends.
Result<std::unique_ptr<Launchable>> open_between(const BetweenBytes& between, int threads);

}  // namespace nightjar::kernels::pointwise
