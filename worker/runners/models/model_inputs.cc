// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/model_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <set>

namespace nightjar::runners {
namespace {

using network::Network;
using network::TensorId;
using tensor::HostTensor;

constexpr int64_t kValuesOfUnknownIntegers = 2;
constexpr int kLongestWay = 8;

std::set<std::string> batch_symbols(const Network& network) {
  std::vector<std::string> names;
  for (const TensorId id : network.inputs()) {
    const tensor::Shape& shape = network.tensor(id).desc.shape;
    if (!shape.empty()) shape.front().collect_symbols(names);
  }
  return {names.begin(), names.end()};
}

/// Ops that hand integers on without changing what they mean.
bool passes_indices_on(const std::string& type) {
  static const std::set<std::string> kTypes{"Cast",    "Identity",  "Reshape",   "Squeeze",
                                            "Flatten", "Unsqueeze", "Transpose", "Expand"};
  return kTypes.count(type) != 0;
}

/// The smallest table that `tensor` indexes; 0 when it indexes none.
int64_t indexed_extent(const Network& network, TensorId tensor, int depth = 0) {
  int64_t smallest = 0;
  const auto consider = [&smallest](int64_t extent) {
    if (extent > 0) smallest = smallest == 0 ? extent : std::min(smallest, extent);
  };
  for (const network::OpId id : network.consumers(tensor)) {
    const network::Op& op = network.op(id);
    if (op.type == "Gather" && op.inputs.size() > 1 && op.inputs[1] == tensor) {
      const tensor::Shape& table = network.tensor(op.inputs[0]).desc.shape;
      const auto rank = static_cast<int64_t>(table.size());
      int64_t axis = op.attributes.get_int("axis", 0);
      if (axis < 0) axis += rank;
      if (axis < 0 || axis >= rank) continue;
      consider(table[static_cast<size_t>(axis)].constant().value_or(kValuesOfUnknownIntegers));
    } else if (passes_indices_on(op.type) && depth < kLongestWay && op.inputs[0] == tensor) {
      consider(indexed_extent(network, op.outputs[0], depth + 1));
    }
  }
  return smallest;
}

/// Uniform over an interval that gives unit variance, the same on every machine.
double unit_value(std::mt19937_64& random) {
  const double zero_to_one = static_cast<double>(random() >> 11) * 0x1p-53;
  return (2 * zero_to_one - 1) * std::sqrt(3.0);
}

void fill(HostTensor& values, int64_t integer_bound, std::mt19937_64& random) {
  const auto bound = static_cast<uint64_t>(integer_bound);
  if (values.type() == tensor::DataType::kFloat32) {
    for (float& value : values.as<float>()) value = static_cast<float>(unit_value(random));
    return;
  }
  for (int64_t i = 0; i < values.count(); ++i) {
    if (tensor::is_float(values.type())) {
      values.set_value(i, unit_value(random));
    } else {
      values.set_integer(i, static_cast<int64_t>(random() % bound));
    }
  }
}

/// Item values of a labelled array as doubles, whatever their stored type.
double stored_value(const scenarios::NpyArray& array, int64_t index) {
  const auto read = [&](auto zero) {
    std::memcpy(&zero, array.bytes.data() + static_cast<size_t>(index) * sizeof zero, sizeof zero);
    return static_cast<double>(zero);
  };
  if (array.type == "uint8") return read(uint8_t{});
  if (array.type == "int16") return read(int16_t{});
  if (array.type == "uint16") return read(uint16_t{});
  if (array.type == "int32") return read(int32_t{});
  if (array.type == "int64") return read(int64_t{});
  return read(float{});
}

}  // namespace

bool has_batch_symbol(const Network& network) { return !batch_symbols(network).empty(); }

Status check_batch(const Network& network, int64_t batch) {
  if (batch == 1 || has_batch_symbol(network)) return {};
  for (const TensorId id : network.inputs()) {
    const network::Tensor& input = network.tensor(id);
    if (!input.desc.shape.empty() && input.desc.shape.front() == tensor::Dim(batch)) return {};
    return invalid_input(
        fmt::format("the model's batch is fixed by its input '{}' of {}; a batch "
                    "of {} cannot be run",
                    input.name, tensor::to_string(input.desc), batch));
  }
  return {};
}

Result<runtime::DimsByName> input_dims(const Network& network, const scenarios::Scenario& scenario,
                                       int64_t items) {
  const std::set<std::string> batch = batch_symbols(network);
  runtime::DimsByName dims;
  for (const TensorId id : network.inputs()) {
    const network::Tensor& input = network.tensor(id);
    const auto given = scenario.shapes.find(input.name);
    if (given != scenario.shapes.end() && given->second.size() != input.desc.shape.size()) {
      return invalid_input(fmt::format("input '{}' has {} axes, and the scenario gives it {}",
                                       input.name, input.desc.shape.size(), given->second.size()));
    }
    tensor::Dims extents;
    for (size_t axis = 0; axis < input.desc.shape.size(); ++axis) {
      std::vector<std::string> symbols;
      input.desc.shape[axis].collect_symbols(symbols);
      tensor::SymbolValues values;
      bool is_batch = false;
      for (const std::string& symbol : symbols) {
        const bool of_batch = batch.count(symbol) != 0;
        is_batch = is_batch || of_batch;
        values[symbol] = of_batch ? items : scenario.batch;
      }
      NIGHTJAR_ASSIGN(int64_t extent, input.desc.shape[axis].evaluate(values));
      if (given != scenario.shapes.end() && !is_batch) extent = given->second[axis];
      extents.push_back(extent);
    }
    dims[input.name] = std::move(extents);
  }
  return dims;
}

Result<runtime::TensorsByName> seeded_inputs(const Network& network,
                                             const runtime::DimsByName& dims, uint64_t seed) {
  runtime::TensorsByName inputs;
  std::mt19937_64 random(seed);
  for (const TensorId id : network.inputs()) {
    const network::Tensor& input = network.tensor(id);
    if (input.desc.type == tensor::DataType::kString) {
      return unsupported(
          fmt::format("input '{}' holds strings, for which there is no generator", input.name));
    }
    NIGHTJAR_TRY(tensor::checked_element_count(dims.at(input.name)));
    const int64_t indexed = indexed_extent(network, id);
    HostTensor values(input.desc.type, dims.at(input.name));
    const bool is_bool = input.desc.type == tensor::DataType::kBool;
    fill(values, is_bool || indexed == 0 ? kValuesOfUnknownIntegers : indexed, random);
    inputs[input.name] = std::move(values);
  }
  return inputs;
}

Result<runtime::TensorsByName> labelled_inputs(const Network& network,
                                               const scenarios::LabelledData& data, int64_t first,
                                               int64_t items) {
  if (network.inputs().size() != 1 || network.tensor(network.inputs()[0]).name != data.input) {
    return invalid_input(
        fmt::format("the labelled data is for one input '{}', which this model "
                    "does not have alone",
                    data.input));
  }
  const network::Tensor& input = network.tensor(network.inputs()[0]);
  tensor::Dims dims = data.inputs.dims;
  const int64_t item_elements = data.items() == 0 ? 0 : data.inputs.elements() / data.items();
  if (item_elements == 0 || dims.size() != input.desc.shape.size()) {
    return invalid_input(fmt::format("the labelled data does not fit input '{}' of {}", data.input,
                                     tensor::to_string(input.desc)));
  }
  dims[0] = items;
  HostTensor values(input.desc.type, dims);
  for (int64_t i = 0; i < items; ++i) {
    const int64_t from = (first + i) % data.items() * item_elements;
    for (int64_t j = 0; j < item_elements; ++j) {
      const double value = stored_value(data.inputs, from + j) * data.scale + data.offset;
      values.set_value(i * item_elements + j, value);
    }
  }
  runtime::TensorsByName inputs;
  inputs[data.input] = std::move(values);
  return inputs;
}

}  // namespace nightjar::runners
