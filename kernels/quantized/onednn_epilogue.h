// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A requantisation in oneDNN's words: scales and a bias in the unit of the integer sums, then
// post-operations. For *_onednn.cc files only.
#pragma once

#include <span>
#include <vector>

#include "kernels/onednn/weights.h"
#include "kernels/quantized/requantization.h"

namespace nightjar::kernels::onednn {

/// The types that decide how the epilogue is computed.
struct EpilogueTypes {
  tensor::DataType residual = tensor::DataType::kUndefined;
  tensor::DataType y = tensor::DataType::kFloat32;
};

/// y = post(output_scales[c] * (sum + bias[c])): what oneDNN computes.
struct SumsToOutput {
  std::vector<float> output_scales, bias;
};

/// `bias` may be empty. `weight_sums[c]` are the sums of w of a channel where x_zero is to be taken
/// off by the bias, else empty.
SumsToOutput sums_to_output(const Requantization& epilogue, const EpilogueTypes& types,
                            std::span<const float> scale, std::span<const float> bias,
                            std::span<const double> weight_sums);

/// The residual is the first post-operation, a binary one.
void append_requantization(const Requantization& epilogue, const EpilogueTypes& types,
                           const std::optional<MemoryDesc>& residual, dnnl::post_ops& ops);

/// Scales and bias beside packed weights, as they are kept in a plan: magic, channels, scales,
/// bias, padding to 64, then the blob of pack_weights.
std::vector<std::byte> pack_quantized(const SumsToOutput& numbers,
                                      const std::vector<std::byte>& weights);

/// Views into the blob.
struct PackedQuantized {
  std::vector<float> output_scales, bias;
  PackedWeights weights;
};

/// Refuses a blob for another count of channels or other weights than `plain`.
Result<PackedQuantized> read_quantized(std::span<const std::byte> blob, int64_t channels,
                                       const MemoryDesc& plain);

/// Whether post-operations of this library can say it: a chain with two linear ones is computed
/// wrongly by its kernels.
bool has_post_operations(const Requantization& epilogue, const EpilogueTypes& types);

/// Attributes of a primitive with these scales, x_zero left to the bias.
dnnl::primitive_attr quantized_attributes(const Requantization& epilogue,
                                          const EpilogueTypes& types,
                                          const std::optional<MemoryDesc>& residual,
                                          const std::vector<float>& output_scales);

/// What a launch binds beside x and y.
struct QuantizedLaunch {
  const dnnl::primitive_desc_base& chosen;
  const PackedQuantized& packed;
  std::optional<MemoryDesc> residual;
  int threads = 1;
};

std::unique_ptr<Launchable> quantized_launch(const QuantizedLaunch& parts);

}  // namespace nightjar::kernels::onednn
