// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "base/digest.h"
#include "engine/network/network_bytes.h"
#include "engine/quantize/placement.h"
#include "engine/quantize/quantize.h"

namespace nightjar::quantize {
namespace {

using network::Network;
using network::TensorId;

/// Histograms of the tensors of interest.
class Watch {
 public:
  Watch(const Network& network, const std::set<TensorId>& tensors) : network_(network) {
    for (const TensorId id : tensors) histograms_.try_emplace(id);
  }

  void see(TensorId id, const tensor::HostTensor& value) {
    const auto found = histograms_.find(id);
    if (found != histograms_.end() && value.type() == tensor::DataType::kFloat32) {
      found->second.add(value.as<float>());
    }
  }

  std::map<std::string, Range> ranges(const RangeOptions& options) const {
    std::map<std::string, Range> ranges;
    for (const auto& [id, histogram] : histograms_) {
      ranges[network_.tensor(id).name] = choose_range(histogram, options);
    }
    return ranges;
  }

 private:
  const Network& network_;
  std::map<TensorId, Histogram> histograms_;
};

}  // namespace

std::string calibration_key(const Network& prepared, const Samples& samples,
                            const QuantizeOptions& options) {
  ByteWriter bytes;
  network::write(prepared, bytes);
  bytes.put_string(fmt::format("{} {} {} {}", samples.digest, samples.count,
                               to_string(options.range.method), options.range.percentile));
  for (const std::string& name : options.keep_float) bytes.put_string(name);
  return sha256_hex(bytes.take());
}

Result<Calibration> calibrate(const Network& prepared, const Samples& samples,
                              const QuantizeOptions& options) {
  if (samples.count <= 0) return invalid_input("calibration needs at least one sample");
  Watch watch(prepared, place(prepared, options.keep_float).activations);
  const auto observer = [&](const network::Op& op, const std::vector<tensor::HostTensor>& outputs) {
    for (size_t i = 0; i < outputs.size(); ++i) watch.see(op.outputs[i], outputs[i]);
  };
  for (int64_t i = 0; i < samples.count; ++i) {
    const auto inputs = samples.at(i);
    if (!inputs.ok()) return inputs.error().in(fmt::format("calibration sample {}", i));
    for (const TensorId id : prepared.inputs()) {
      const auto found = inputs->find(prepared.tensor(id).name);
      if (found != inputs->end()) watch.see(id, found->second);
    }
    const auto answers = reference::run(prepared, *inputs, observer);
    if (!answers.ok()) return answers.error().in(fmt::format("calibration sample {}", i));
  }
  return Calibration{calibration_key(prepared, samples, options), to_string(options.range.method),
                     samples.count, watch.ranges(options.range)};
}

}  // namespace nightjar::quantize
