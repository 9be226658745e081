// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/operators/type_probe.h"

#include <algorithm>

#include "cli/models/operators/samples.h"
#include "engine/lower/lower.h"
#include "kernels/registry.h"

namespace nightjar::cli {
namespace {

using network::Network;
using network::TensorId;
using tensor::DataType;

const std::vector<const kernels::Tactic*>& all_tactics() {
  static const auto tactics = [] {
    std::vector<const kernels::Tactic*> registered;
    kernels::register_families(registered);
    return registered;
  }();
  return tactics;
}

bool has_tactic(const kernels::Problem& problem, const device::DeviceInfo& cpu) {
  return std::any_of(all_tactics().begin(), all_tactics().end(), [&](const auto* tactic) {
    return tactic->family() == problem.family &&
           tactic->device_kind() == device::DeviceKind::kCpu && tactic->supports(problem, cpu);
  });
}

TensorId add_sample_input(Network& network, const SampleInput& input, DataType type) {
  if (input.is_absent) return network::kAbsent;
  const std::string name = "x" + std::to_string(network.tensor_count());
  if (!input.values) {
    return network.add_input(name, {input.type.value_or(type), tensor::to_shape(input.dims)});
  }
  tensor::HostTensor value(input.type.value_or(type), input.dims);
  for (size_t i = 0; i < input.values->size(); ++i) {
    value.set_value(static_cast<int64_t>(i), static_cast<double>((*input.values)[i]));
  }
  return network.add_constant(name, std::move(value));
}

bool compiles(const std::string& operator_type, const Sample& sample, DataType type,
              const device::DeviceInfo& cpu) {
  Network network;
  network::Op op;
  op.type = operator_type;
  op.attributes = sample_attributes();
  for (const SampleInput& input : sample) {
    op.inputs.push_back(add_sample_input(network, input, type));
  }
  const auto outputs = network.add_op(std::move(op), 1);
  if (!outputs.ok() || !network.tensor(outputs->front()).is_plain()) return false;
  const auto& added = network.op(network.tensor(outputs->front()).producer);
  const auto lowered = lower::lower_op(network, added);
  return lowered.ok() &&
         std::all_of(lowered->steps.begin(), lowered->steps.end(),
                     [&](const lower::Step& step) { return has_tactic(step.problem, cpu); });
}

bool takes(const std::string& operator_type, DataType type, const device::DeviceInfo& cpu) {
  return std::any_of(samples().begin(), samples().end(), [&](const Sample& sample) {
    return compiles(operator_type, sample, type, cpu);
  });
}

struct Family {
  const char* name;
  std::vector<DataType> types;
};

/// Larger families first, so that they are told by one word where they are complete.
const std::vector<Family>& families() {
  using enum DataType;
  static const std::vector<Family> list = {
      {"float32, float16, bfloat16, float64", {kFloat32, kFloat16, kBFloat16, kFloat64}},
      {"integers of 8 to 64 bits",
       {kInt8, kInt16, kInt32, kInt64, kUInt8, kUInt16, kUInt32, kUInt64}},
      {"integers of 2 and 4 bits", {kInt2, kUInt2, kInt4, kUInt4}},
      {"float8", {kFloat8E4M3FN, kFloat8E4M3FNUZ, kFloat8E5M2, kFloat8E5M2FNUZ}},
  };
  return list;
}

}  // namespace

std::vector<DataType> compiled_types(const std::string& type) {
  static const device::DeviceInfo cpu = device::make_cpu_device(1)->info();
  std::vector<DataType> types;
  for (int number = 1; number < tensor::kDataTypeCount; ++number) {
    const auto tried = static_cast<DataType>(number);
    if (tried != DataType::kString && takes(type, tried, cpu)) types.push_back(tried);
  }
  return types;
}

std::string list_types(const std::vector<DataType>& types) {
  std::vector<DataType> left = types;
  std::string text;
  const auto add = [&text](std::string_view name) {
    text += (text.empty() ? "" : ", ") + std::string(name);
  };
  const auto is_left = [&left](DataType type) {
    return std::find(left.begin(), left.end(), type) != left.end();
  };
  for (const Family& family : families()) {
    const bool is_whole = std::all_of(family.types.begin(), family.types.end(), is_left);
    if (!is_whole) continue;
    add(family.name);
    for (const DataType type : family.types) std::erase(left, type);
  }
  for (const DataType type : left) add(tensor::name_of(type));
  return text;
}

}  // namespace nightjar::cli
