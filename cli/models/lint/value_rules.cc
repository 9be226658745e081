// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rules about types, shapes and numbers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/digest.h"
#include "cli/models/lint/finding.h"

namespace nightjar::cli {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kChannelMultiple = 8;
constexpr size_t kLargeConstantBytes = size_t{1} << 20;
constexpr double kSmallestNormal = 1.17549435e-38;

bool is_batched(const network::Tensor& tensor) {
  return tensor.is_plain() && !tensor.desc.shape.empty() && !tensor.desc.shape[0].constant();
}

bool is_plain_float(DataType type) {
  return type == DataType::kFloat32 || type == DataType::kFloat16 || type == DataType::kBFloat16;
}

struct NumberCounts {
  int64_t not_finite = 0, denormal = 0;
};

NumberCounts count_numbers(const HostTensor& constant) {
  NumberCounts counts;
  for (int64_t i = 0; i < constant.count(); ++i) {
    const double value = constant.value_at(i);
    if (!std::isfinite(value)) ++counts.not_finite;
    if (value != 0.0 && std::abs(value) < kSmallestNormal) ++counts.denormal;
  }
  return counts;
}

}  // namespace

void find_wide_floats(const Network& network, Findings& findings) {
  size_t count = 0;
  std::string first;
  for (const OpId id : network.topological_order()) {
    for (const TensorId output : network.op(id).outputs) {
      if (output == network::kAbsent) continue;
      if (network.tensor(output).desc.type != DataType::kFloat64) continue;
      if (count++ == 0) first = network.op(id).name;
    }
  }
  if (count == 0) return;
  findings.push_back({Concern::kSlow, "float64", first,
                      fmt::format("{} values are computed in float64", count),
                      "export in float32 unless the digits are needed"});
}

void find_narrow_channels(const Network& network, Findings& findings) {
  size_t count = 0;
  std::string first, channels;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (op.type != "Conv" || op.inputs.size() < 2 || op.attributes.get_int("group", 1) != 1) {
      continue;
    }
    const auto& shape = network.tensor(op.inputs[1]).desc.shape;
    const auto outputs = shape.empty() ? std::nullopt : shape[0].constant();
    const auto inputs = shape.size() < 2 ? std::nullopt : shape[1].constant();
    // First layers read pixels and last ones give few numbers; both are meant to be narrow.
    if (!outputs || !inputs || std::min(*inputs, *outputs) < 2 * kChannelMultiple) continue;
    if (*outputs % kChannelMultiple == 0 && *inputs % kChannelMultiple == 0) continue;
    if (count++ > 0) continue;
    first = op.name;
    channels = fmt::format("{} to {}", *inputs, *outputs);
  }
  if (count == 0) return;
  findings.push_back({Concern::kSlow, "channels", first,
                      fmt::format("{} convolutions have channels that are no multiples of {}; "
                                  "the first {}",
                                  count, kChannelMultiple, channels),
                      "choose multiples when the network is trained: vector units want full "
                      "blocks"});
}

void find_fixed_batch(const Network& network, Findings& findings) {
  bool any_batched = false;
  for (const TensorId id : network.inputs()) any_batched |= is_batched(network.tensor(id));
  if (!any_batched) return;
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    const network::Tensor& output = network.tensor(network.outputs()[i]);
    if (!output.is_plain() || output.desc.shape.empty() || is_batched(output)) continue;
    findings.push_back({Concern::kSuspicious, "fixed-batch", network.output_names()[i],
                        fmt::format("the inputs have an open batch, but the output is {}",
                                    tensor::to_string(output.desc)),
                        "look for a Reshape with the batch of the export in its shape: write -1 "
                        "or 0 there"});
  }
}

void find_open_extents(const Network& network, Findings& findings) {
  for (const TensorId id : network.inputs()) {
    const network::Tensor& input = network.tensor(id);
    if (input.kind == network::ValueKind::kTensor && !input.described) {
      findings.push_back({Concern::kSlow, "open-rank", input.name,
                          "its rank is not given, so that nothing behind it is compiled ahead",
                          "export with the shapes of the inputs"});
    }
  }
}

void find_strange_numbers(const Network& network, Findings& findings) {
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const network::Tensor& tensor = network.tensor(static_cast<TensorId>(id));
    if (!tensor.constant || !is_plain_float(tensor.constant->type())) continue;
    // Attention masks are filled with infinities on purpose; weights are larger than those.
    const NumberCounts counts = count_numbers(*tensor.constant);
    if (counts.not_finite > 0 && tensor.constant->count() > 1) {
      findings.push_back({Concern::kSuspicious, "not-finite", tensor.name,
                          fmt::format("{} of {} elements are NaN or infinite", counts.not_finite,
                                      tensor.constant->count()),
                          "check the training run, unless it is a mask"});
    }
    if (counts.denormal * 10 > tensor.constant->count()) {
      findings.push_back({Concern::kSlow, "denormals", tensor.name,
                          fmt::format("{} of {} elements are denormal, which CPUs compute slowly",
                                      counts.denormal, tensor.constant->count()),
                          "set them to zero"});
    }
  }
}

void find_repeated_constants(const Network& network, Findings& findings) {
  std::map<std::string, std::string> seen;
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const network::Tensor& tensor = network.tensor(static_cast<TensorId>(id));
    if (!tensor.constant || tensor.constant->byte_count() < kLargeConstantBytes) continue;
    const auto [first, is_new] =
        seen.emplace(sha256_hex(tensor.constant->byte_span()), tensor.name);
    if (is_new) continue;
    findings.push_back({Concern::kSuspicious, "repeated-weights", tensor.name,
                        fmt::format("its {} bytes are those of '{}'", tensor.constant->byte_count(),
                                    first->second),
                        "share one initialiser; check that two layers are meant to be equal"});
  }
}

}  // namespace nightjar::cli
