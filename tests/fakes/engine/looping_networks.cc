// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/engine/looping_networks.h"

#include "base/check.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::fakes {
namespace {

using network::Op;
using tensor::DataType;
using tensor::Dim;
using tensor::TensorDesc;

TensorId add(Network& network, const std::string& type, std::vector<TensorId> inputs) {
  Op op;
  op.type = type;
  op.inputs = std::move(inputs);
  auto outputs = network.add_op(std::move(op), 1);
  NIGHTJAR_CHECK(outputs.ok(), "a sketch is sound");
  return outputs->front();
}

std::shared_ptr<const Network> shared(Network network) {
  return std::make_shared<const Network>(std::move(network));
}

TensorDesc floats(tensor::Shape shape) { return {DataType::kFloat32, std::move(shape)}; }

std::shared_ptr<const Network> scaled_by(float factor) {
  Network body;
  const TensorId x = body.add_input("x", floats({2}));
  const TensorId scale = body.add_constant("factor", tensor::HostTensor::of_floats({}, {factor}));
  body.add_output(add(body, "Mul", {x, scale}), "y");
  return shared(std::move(body));
}

void add_control_flow(Network& network, Op op, const std::vector<std::string>& output_names) {
  auto outputs = network.add_op(std::move(op), output_names.size());
  NIGHTJAR_CHECK(outputs.ok(), "a sketch is sound");
  for (size_t i = 0; i < output_names.size(); ++i) {
    network.add_output((*outputs)[i], output_names[i]);
  }
}

}  // namespace

Network picks_positive_elements() {
  Sketch sketch;
  const TensorId x = sketch.input("x", {Dim::symbol("N")});
  const TensorId is_positive = sketch.op("Greater", {x, sketch.scalar(0)});
  sketch.output(sketch.op("Compress", {x, is_positive}));
  return sketch.network();
}

Network doubles_or_negates() {
  Network network;
  const TensorId condition = network.add_input("condition", {DataType::kBool, {}});
  const TensorId x = network.add_input("x", floats({2}));
  Op op;
  op.type = "If";
  op.inputs = {condition, x, x};  // each branch captures x
  op.attributes.set("captures", std::vector<int64_t>{1, 1});
  op.graphs["then_branch"] = scaled_by(2);
  op.graphs["else_branch"] = scaled_by(-1);
  add_control_flow(network, std::move(op), {"y"});
  return network;
}

Network adds_until_above_ten() {
  Network body;
  body.add_input("round", {DataType::kInt64, {}});
  body.add_input("go_on", {DataType::kBool, {}});
  const TensorId state = body.add_input("state", floats({1}));
  const TensorId step = body.add_input("step", floats({1}));
  const TensorId next = add(body, "Add", {state, step});
  const TensorId limit = body.add_constant("limit", tensor::HostTensor::of_floats({1}, {10}));
  body.add_output(add(body, "Less", {next, limit}), "go_on_next");
  body.add_output(next, "next");
  body.add_output(next, "kept");

  Network network;
  const TensorId rounds = network.add_input("rounds", {DataType::kInt64, {}});
  const TensorId first = network.add_input("first", floats({1}));
  const TensorId by = network.add_input("by", floats({1}));
  Op op;
  op.type = "Loop";
  op.inputs = {rounds, network::kAbsent, first, by};
  op.attributes.set("captures", std::vector<int64_t>{1});
  op.graphs["body"] = shared(std::move(body));
  add_control_flow(network, std::move(op), {"last", "all"});
  return network;
}

Network running_sum(bool reversed) {
  Network body;
  const TensorId sum = body.add_input("sum", floats({2}));
  const TensorId row = body.add_input("row", floats({2}));
  const TensorId next = add(body, "Add", {sum, row});
  body.add_output(next, "next");
  body.add_output(next, "kept");

  Network network;
  const TensorId first = network.add_input("first", floats({2}));
  const TensorId rows = network.add_input("rows", floats({Dim::symbol("M"), 2}));
  Op op;
  op.type = "Scan";
  op.inputs = {first, rows};
  op.attributes.set("num_scan_inputs", int64_t{1});
  if (reversed) op.attributes.set("scan_input_directions", std::vector<int64_t>{1});
  op.graphs["body"] = shared(std::move(body));
  add_control_flow(network, std::move(op), {"last", "all"});
  return network;
}

Network filters_between_products() {
  Sketch sketch(3);
  const TensorId x = sketch.input("x", {Dim::symbol("N"), 4});
  const TensorId before = sketch.op("MatMul", {x, sketch.weights({4, 6})});
  tensor::Attributes first_column;
  first_column.set("axis", int64_t{1});
  const TensorId first = sketch.op("Gather", {before, sketch.integers({0})}, first_column);
  const TensorId is_positive = sketch.op("Greater", {first, sketch.scalar(0)});
  const TensorId flat = sketch.op("Reshape", {is_positive, sketch.integers({-1})});
  tensor::Attributes rows;
  rows.set("axis", int64_t{0});
  const TensorId kept = sketch.op("Compress", {before, flat}, rows);
  const TensorId after = sketch.op("MatMul", {kept, sketch.weights({6, 3})});
  sketch.output(sketch.op("Relu", {after}));
  sketch.output(flat);
  return sketch.network();
}

}  // namespace nightjar::fakes
