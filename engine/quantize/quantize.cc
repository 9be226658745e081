// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/quantize.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/network/verify.h"
#include "engine/optimize/pass.h"
#include "engine/optimize/pipeline.h"
#include "engine/quantize/placement.h"

namespace nightjar::quantize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

constexpr double kLargestBias = 0x1p30;

HostTensor scalar(DataType type, double value) {
  HostTensor number(type, {});
  number.set_value(0, value);
  return number;
}

struct Grid {
  float scale = 1;
  int64_t zero = 0;
};

/// The numbers that spread a range over a byte type.
Grid grid_over(const Range& range, DataType type) {
  if (type == DataType::kInt8) {
    const double reach = std::max(-range.low, range.high);
    return {static_cast<float>(reach / 127), 0};
  }
  const double step = (range.high - range.low) / 255;
  return {static_cast<float>(step), std::clamp<int64_t>(std::llround(-range.low / step), 0, 255)};
}

/// Rewrites one network; `grids_` are the quantised activations so far.
class Quantizer {
 public:
  Quantizer(Network& network, DataType activations) : network_(network), type_(activations) {}

  /// All readers of `id` but those in `kept` read it rounded from now on.
  Status quantize_activation(TensorId id, const Range& range, const std::set<OpId>& kept) {
    const Grid grid = grid_over(range, type_);
    const std::string name = network_.tensor(id).name;
    const TensorId scale = add_number(name + ".scale", scalar(DataType::kFloat32, grid.scale));
    const TensorId zero = add_number(name + ".zero", scalar(type_, static_cast<double>(grid.zero)));
    const std::vector<OpId> readers = network_.consumers(id);
    NIGHTJAR_ASSIGN(const TensorId bytes, add("QuantizeLinear", name, {id, scale, zero}, 0));
    NIGHTJAR_ASSIGN(const TensorId rounded, add("DequantizeLinear", name, {bytes, scale, zero}, 0));
    for (const OpId reader : readers) {
      if (kept.count(reader) != 0) continue;
      std::vector<TensorId> inputs = network_.op(reader).inputs;
      std::replace(inputs.begin(), inputs.end(), id, rounded);
      network_.set_op_inputs(reader, std::move(inputs));
    }
    grids_[rounded] = grid;
    return {};
  }

  Status quantize_weights(const Contraction& contraction) {
    const Op op = network_.op(contraction.op);
    const HostTensor weights = *network_.tensor(op.inputs[1]).constant;
    const double x_scale = grids_.at(op.inputs[0]).scale;
    const bool has_bias = op.inputs.size() > 2 && op.inputs[2] != network::kAbsent;
    const HostTensor bias = has_bias ? *network_.tensor(op.inputs[2]).constant : HostTensor();
    const bool by_channel =
        has_bias && bias.dims() == tensor::Dims{weights.dims()[contraction.channel_axis]};
    const std::vector<float> scales = channel_scales(weights, contraction.channel_axis,
                                                     by_channel ? bias : HostTensor(), x_scale);
    NIGHTJAR_ASSIGN(const TensorId rounded,
                    add_weights(op.inputs[1], weights, contraction.channel_axis, scales));
    network_.set_op_input(contraction.op, 1, rounded);
    if (!by_channel) return {};
    NIGHTJAR_ASSIGN(const TensorId rounded_bias, add_bias(op.inputs[2], bias, scales, x_scale));
    network_.set_op_input(contraction.op, 2, rounded_bias);
    return {};
  }

 private:
  TensorId add_number(const std::string& name, HostTensor value) {
    return network_.add_constant(network_.unique_name(name), std::move(value));
  }

  Result<TensorId> add(const char* type, const std::string& of, std::vector<TensorId> inputs,
                       int64_t axis) {
    Op op;
    op.type = type;
    op.name = network_.unique_name(of + "." + type);
    op.inputs = std::move(inputs);
    op.attributes.set("axis", axis);
    NIGHTJAR_ASSIGN(const auto outputs, network_.add_op(std::move(op), 1));
    return outputs[0];
  }

  /// The largest weight of a channel is 127; a bias must fit int32 in the unit of the sums.
  static std::vector<float> channel_scales(const HostTensor& weights, size_t axis,
                                           const HostTensor& bias, double x_scale) {
    const tensor::Dims& dims = weights.dims();
    int64_t inner = 1;
    for (size_t i = axis + 1; i < dims.size(); ++i) inner *= dims[i];
    std::vector<float> largest(static_cast<size_t>(dims[axis]), 0.0f);
    const auto values = weights.as<float>();
    for (size_t i = 0; i < values.size(); ++i) {
      float& most = largest[i / static_cast<size_t>(inner) % largest.size()];
      most = std::max(most, std::abs(values[i]));
    }
    // The unit of the sums, this times x's, must still be a float32 that divides.
    const double smallest = std::max(1e-20, 1e-37 / x_scale);
    for (size_t c = 0; c < largest.size(); ++c) {
      const double least = bias.defined() ? std::abs(bias.value_at(static_cast<int64_t>(c))) /
                                                (x_scale * kLargestBias)
                                          : 0;
      const double wanted = std::max({largest[c] / 127.0, least, smallest});
      largest[c] = static_cast<float>(wanted);
    }
    return largest;
  }

  Result<TensorId> add_weights(TensorId id, const HostTensor& weights, size_t axis,
                               const std::vector<float>& scales) {
    int64_t inner = 1;
    for (size_t i = axis + 1; i < weights.dims().size(); ++i) inner *= weights.dims()[i];
    HostTensor bytes(DataType::kInt8, weights.dims());
    const auto values = weights.as<float>();
    const auto rounded = bytes.as<int8_t>();
    for (size_t i = 0; i < values.size(); ++i) {
      const float scale = scales[i / static_cast<size_t>(inner) % scales.size()];
      rounded[i] =
          static_cast<int8_t>(std::clamp(std::nearbyint(values[i] / scale), -127.0f, 127.0f));
    }
    return add_dequantized(id, std::move(bytes), scales, static_cast<int64_t>(axis));
  }

  Result<TensorId> add_bias(TensorId id, const HostTensor& bias, const std::vector<float>& scales,
                            double x_scale) {
    HostTensor sums(DataType::kInt32, bias.dims());
    std::vector<float> units;
    for (size_t c = 0; c < scales.size(); ++c) {
      units.push_back(static_cast<float>(x_scale * scales[c]));
      const auto index = static_cast<int64_t>(c);
      sums.set_integer(index, std::llround(bias.value_at(index) / units.back()));
    }
    return add_dequantized(id, std::move(sums), units, 0);
  }

  Result<TensorId> add_dequantized(TensorId id, HostTensor bytes, const std::vector<float>& scales,
                                   int64_t axis) {
    const std::string name = network_.tensor(id).name;
    const auto count = static_cast<int64_t>(scales.size());
    HostTensor zeros(bytes.type(), {count});
    const TensorId constant = add_number(name + ".bytes", std::move(bytes));
    const TensorId scale = add_number(name + ".scale", HostTensor::of_floats({count}, scales));
    const TensorId zero = add_number(name + ".zero", std::move(zeros));
    return add("DequantizeLinear", name, {constant, scale, zero}, axis);
  }

  Network& network_;
  const DataType type_;
  std::map<TensorId, Grid> grids_;
};

}  // namespace

Result<Network> prepared(const Network& given) {
  Network network = given;
  NIGHTJAR_TRY(optimize::remove_dead_code(network));
  for (const optimize::Pass pass :
       {optimize::fold_constants, optimize::remove_identities, optimize::fold_batch_norm}) {
    const auto count = pass(network);
    if (!count.ok()) return count.error().in("preparing the network for calibration");
  }
  NIGHTJAR_TRY(optimize::remove_dead_code(network));
  network.compact();
  return network;
}

Result<Network> quantize(const Network& prepared, const Calibration& calibration,
                         const QuantizeOptions& options) {
  const Placement placement = place(prepared, options.keep_float);
  Network network = prepared;
  Quantizer quantizer(network, options.activations);
  for (const TensorId id : placement.activations) {
    const std::string& name = prepared.tensor(id).name;
    const auto range = calibration.ranges.find(name);
    if (range == calibration.ranges.end()) {
      return invalid_input(fmt::format(
          "the calibration has no range for tensor '{}': calibrate this network again", name));
    }
    NIGHTJAR_TRY(quantizer.quantize_activation(id, range->second, placement.kept));
  }
  for (const Contraction& contraction : placement.contractions) {
    NIGHTJAR_TRY(quantizer.quantize_weights(contraction));
  }
  NIGHTJAR_TRY(optimize::remove_dead_code(network));
  NIGHTJAR_TRY(network::verify(network));
  network.compact();
  return network;
}

}  // namespace nightjar::quantize
