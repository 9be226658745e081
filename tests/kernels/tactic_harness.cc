// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/kernels/tactic_harness.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/common/channel_order.h"

namespace nightjar::kernels::testing {

using tensor::DataType;
using tensor::HostTensor;
using tensor::TensorDesc;

int64_t pick(Random& random, int64_t low, int64_t high) {
  return std::uniform_int_distribution<int64_t>(low, high)(random);
}

bool flip(Random& random) { return pick(random, 0, 1) == 1; }

TensorDesc describe(DataType type, const tensor::Dims& dims, tensor::Layout layout) {
  return {type, tensor::to_shape(dims), layout};
}

HostTensor random_operand(const TensorDesc& desc, Random& random) {
  if (desc.type == DataType::kUndefined) return {};
  HostTensor operand(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)));
  std::uniform_real_distribution<double> real(-1, 1);
  for (int64_t i = 0; i < operand.count(); ++i) {
    if (tensor::is_float(desc.type)) {
      operand.set_value(i, real(random));
    } else {
      operand.set_integer(i, pick(random, tensor::name_of(desc.type)[0] == 'u' ? 0 : -20, 20));
    }
  }
  return operand;
}

std::vector<HostTensor> random_operands(const Problem& problem, Random& random) {
  std::vector<HostTensor> operands;
  for (const TensorDesc& desc : problem.inputs) operands.push_back(random_operand(desc, random));
  return operands;
}

std::vector<double> logical_values(const TensorDesc& desc, const HostTensor& operand) {
  const ChannelOrder order = channel_order(desc.layout, dims_of(desc));
  std::vector<double> values;
  values.reserve(static_cast<size_t>(operand.count()));
  for (int64_t n = 0; n < order.batch; ++n) {
    for (int64_t c = 0; c < order.channels; ++c) {
      for (int64_t s = 0; s < order.spatial; ++s) {
        values.push_back(operand.value_at(order.offset(n, c, s)));
      }
    }
  }
  return values;
}

Result<std::vector<HostTensor>> run_tactic(const Tactic& tactic, const Problem& problem,
                                           const std::string& config,
                                           std::span<const HostTensor> inputs,
                                           const std::set<size_t>& constant, int threads) {
  const auto device = device::make_cpu_device(threads);
  std::vector<HostTensor> constants(inputs.size());
  for (const size_t i : constant) constants[i] = inputs[i];
  NIGHTJAR_ASSIGN(const Prepared prepared, tactic.prepare(problem, config, constants, *device));
  return run_prepared(tactic, problem, config, prepared, inputs, threads);
}

Result<std::vector<HostTensor>> run_prepared(const Tactic& tactic, const Problem& problem,
                                             const std::string& config, const Prepared& prepared,
                                             std::span<const HostTensor> inputs, int threads) {
  const auto device = device::make_cpu_device(threads);
  NIGHTJAR_ASSIGN(const auto launchable, tactic.open(problem, config, prepared.blob, *device));

  std::vector<const void*> sources;
  for (const HostTensor& input : inputs) {
    sources.push_back(input.defined() ? input.bytes() : nullptr);
  }
  for (const size_t i : prepared.packed_inputs) sources[i] = nullptr;
  std::vector<HostTensor> outputs;
  std::vector<void*> targets;
  for (const TensorDesc& desc : problem.outputs) {
    const bool wanted = desc.type != DataType::kUndefined;
    outputs.push_back(wanted
                          ? HostTensor(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)))
                          : HostTensor());
    targets.push_back(wanted ? outputs.back().bytes() : nullptr);
  }
  NIGHTJAR_ASSIGN(device::Buffer workspace, device->allocate(launchable->workspace_bytes()));
  NIGHTJAR_ASSIGN(const auto stream, device->make_stream());
  NIGHTJAR_TRY(launchable->launch({sources, targets, workspace.data(), stream.get()}));
  return outputs;
}

double worst_error(const std::vector<double>& expected, const std::vector<double>& actual) {
  if (expected.size() != actual.size()) return std::numeric_limits<double>::infinity();
  double magnitude = 1, error = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    magnitude = std::max(magnitude, std::abs(expected[i]));
    const double difference = std::abs(expected[i] - actual[i]);
    error = std::isnan(difference) ? difference : std::max(error, difference);
    if (std::isnan(error)) return std::numeric_limits<double>::infinity();
  }
  return error / magnitude;
}

}  // namespace nightjar::kernels::testing
