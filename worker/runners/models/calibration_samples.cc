// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/calibration_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/digest.h"
#include "worker/runners/models/model_inputs.h"

namespace nightjar::runners {
namespace {

constexpr int64_t kLabelledItems = 128;
constexpr int64_t kItemsPerSample = 16;
constexpr int64_t kSeededSamples = 4;

Result<quantize::Samples> labelled_samples(const network::Network& network,
                                           const std::string& folder) {
  NIGHTJAR_ASSIGN(auto read, scenarios::load_labelled_data(folder));
  const auto data = std::make_shared<const scenarios::LabelledData>(std::move(read));
  const int64_t each = has_batch_symbol(network) ? kItemsPerSample : 1;
  quantize::Samples samples;
  samples.count = std::max<int64_t>(std::min(kLabelledItems, data->items()) / each, 1);
  samples.at = [&network, data, each](int64_t index) {
    return labelled_inputs(network, *data, index * each, each);
  };
  samples.digest = sha256_hex(data->inputs.bytes);
  return samples;
}

}  // namespace

Result<quantize::Samples> calibration_samples(const network::Network& network,
                                              const scenarios::Scenario& scenario,
                                              const std::string& dataset_folder) {
  if (!dataset_folder.empty()) return labelled_samples(network, dataset_folder);
  NIGHTJAR_ASSIGN(const runtime::DimsByName dims, input_dims(network, scenario, 1));
  quantize::Samples samples;
  samples.count = kSeededSamples;
  samples.at = [&network, dims](int64_t index) {
    return seeded_inputs(network, dims, static_cast<uint64_t>(index) + 1);
  };
  samples.digest = "seeded";
  for (const auto& [name, extents] : dims) {
    samples.digest += fmt::format(" {}={}", name, tensor::to_string(extents));
  }
  return samples;
}

}  // namespace nightjar::runners
