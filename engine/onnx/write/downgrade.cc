// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/write/downgrade.h"

#include <cmath>
#include <map>
#include <set>

#include "engine/onnx/write/node_writer.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::Network;
using network::Op;

/// What a step works on. A step that leaves nothing of the node clears its operator.
struct Draft {
  const Network& network;
  const Op& op;
  wire::NodeProto& node;
  wire::GraphProto& graph;
};

bool has_input(const Draft& draft, size_t index) {
  return index < draft.op.inputs.size() && draft.op.inputs[index] != kAbsent;
}

void drop_input(wire::NodeProto& node, int index) {
  if (index < node.input_size()) node.set_input(index, "");
  while (node.input_size() > 0 && node.input(node.input_size() - 1).empty()) {
    node.mutable_input()->RemoveLast();
  }
}

Result<std::vector<int64_t>> constant_input(const Draft& draft, size_t index, const char* what) {
  const network::Tensor& tensor = draft.network.tensor(draft.op.inputs[index]);
  if (tensor.constant) return tensor.constant->to_integers();
  return unsupported(std::string(what) + " are computed, which opset " +
                     std::to_string(kWrittenOpset) + " cannot say");
}

/// Axes of reductions are an attribute; so are "none" and "all".
Status reduce_axes(Draft& draft) {
  const bool is_noop = draft.op.attributes.get_int("noop_with_empty_axes", 0) != 0;
  erase_attribute("noop_with_empty_axes", draft.node);
  std::vector<int64_t> axes;
  if (has_input(draft, 1)) {
    NIGHTJAR_ASSIGN(axes, constant_input(draft, 1, "axes"));
  }
  drop_input(draft.node, 1);
  if (!axes.empty()) write_attribute("axes", axes, draft.node);
  if (!axes.empty() || !is_noop) return {};
  erase_attribute("keepdims", draft.node);
  draft.node.set_op_type("Identity");
  return {};
}

/// The axis of a transform was an attribute with another default.
Status transform_axis(Draft& draft) {
  std::vector<int64_t> axis = {-2};
  if (has_input(draft, 2)) {
    NIGHTJAR_ASSIGN(axis, constant_input(draft, 2, "axes"));
  }
  drop_input(draft.node, 2);
  if (axis.size() != 1) return invalid_input("has not one axis");
  erase_attribute("axis", draft.node);
  write_attribute("axis", axis.front(), draft.node);
  return {};
}

/// Parts are named one by one where they are not even.
Status split_parts(Draft& draft) {
  erase_attribute("num_outputs", draft.node);
  if (has_input(draft, 1)) return {};
  const auto axis = draft.op.attributes.get_int("axis", 0);
  std::vector<int64_t> parts;
  for (const network::TensorId id : draft.op.outputs) {
    if (id == kAbsent) return unsupported("an unnamed part cannot be written");
    const auto& shape = draft.network.tensor(id).desc.shape;
    const int64_t wrapped = axis < 0 ? axis + static_cast<int64_t>(shape.size()) : axis;
    const auto extent = shape[static_cast<size_t>(wrapped)].constant();
    if (!extent) return {};
    parts.push_back(*extent);
  }
  const auto count = static_cast<int64_t>(parts.size());
  NodeWriter writer(draft.graph, draft.op.name);
  draft.node.add_input(writer.constant(tensor::HostTensor::of_int64({count}, parts)));
  return {};
}

/// Pads of some axes are spread over all.
Status pad_axes(Draft& draft) {
  if (!has_input(draft, 3)) return {};
  NIGHTJAR_ASSIGN(const auto axes, constant_input(draft, 3, "axes"));
  NIGHTJAR_ASSIGN(const auto pads, constant_input(draft, 1, "pads"));
  const size_t rank = draft.network.tensor(draft.op.inputs[0]).desc.shape.size();
  std::vector<int64_t> all(2 * rank, 0);
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto axis =
        static_cast<size_t>(axes[i] < 0 ? axes[i] + static_cast<int64_t>(rank) : axes[i]);
    all[axis] = pads[i];
    all[rank + axis] = pads[axes.size() + i];
  }
  NodeWriter writer(draft.graph, draft.op.name);
  const auto count = static_cast<int64_t>(all.size());
  draft.node.set_input(1, writer.constant(tensor::HostTensor::of_int64({count}, all)));
  drop_input(draft.node, 3);
  return {};
}

/// x * (1 + erf(x / sqrt 2)) / 2, or its approximation by tanh.
Status spell_gelu(Draft& draft) {
  const auto type = draft.network.tensor(draft.op.inputs[0]).desc.type;
  const std::string x = draft.node.input(0), y = draft.node.output(0);
  NodeWriter writer(draft.graph, draft.op.name);
  const auto number = [&](double value) { return writer.scalar(type, value); };
  std::string bent;
  if (draft.op.attributes.get_string("approximate", "none") == "tanh") {
    const std::string cube = writer.node("Mul", {writer.node("Mul", {x, x}), x});
    const std::string small = writer.node("Mul", {cube, number(0.044715)});
    const std::string sum = writer.node("Add", {x, small});
    bent = writer.node("Tanh", {writer.node("Mul", {sum, number(std::sqrt(M_2_PI))})});
  } else {
    bent = writer.node("Erf", {writer.node("Mul", {x, number(M_SQRT1_2)})});
  }
  const std::string gate = writer.node("Add", {bent, number(1.0)});
  writer.node("Mul", {writer.node("Mul", {x, gate}), number(0.5)}, y);
  draft.node.clear_op_type();
  return {};
}

/// x * tanh(softplus(x)).
Status spell_mish(Draft& draft) {
  NodeWriter writer(draft.graph, draft.op.name);
  const std::string x = draft.node.input(0);
  const std::string gate = writer.node("Tanh", {writer.node("Softplus", {x})});
  writer.node("Mul", {x, gate}, draft.node.output(0));
  draft.node.clear_op_type();
  return {};
}

Status drop_attributes(Draft& draft, std::initializer_list<const char*> names) {
  for (const char* name : names) erase_attribute(name, draft.node);
  return {};
}

/// Attributes that came later are dropped where they say what was meant before.
Status expect_defaults(Draft& draft) {
  const auto& attributes = draft.op.attributes;
  for (const int64_t dilation : attributes.get_ints("dilations")) {
    if (draft.op.type == "AveragePool" && dilation != 1) {
      return unsupported("dilations of a pool cannot be written");
    }
  }
  if (draft.op.type == "AveragePool") return drop_attributes(draft, {"dilations"});
  if (draft.op.type == "Cast") return drop_attributes(draft, {"saturate", "round_mode"});
  const bool is_later = attributes.get_int("antialias", 0) != 0 || attributes.has("axes") ||
                        attributes.get_string("keep_aspect_ratio_policy", "stretch") != "stretch" ||
                        attributes.get_int("block_size", 0) != 0 ||
                        attributes.get_int("output_dtype", 0) != 0;
  if (is_later) return unsupported("an attribute that came after the written opset is used");
  return drop_attributes(draft, {"antialias", "keep_aspect_ratio_policy", "block_size",
                                 "output_dtype", "saturate", "precision"});
}

using Step = Status (*)(Draft&);

const std::map<std::string, Step>& steps() {
  static const std::map<std::string, Step> table = {
      {"ReduceMean", reduce_axes},
      {"ReduceMax", reduce_axes},
      {"ReduceMin", reduce_axes},
      {"ReduceProd", reduce_axes},
      {"ReduceL1", reduce_axes},
      {"ReduceL2", reduce_axes},
      {"ReduceSumSquare", reduce_axes},
      {"ReduceLogSum", reduce_axes},
      {"ReduceLogSumExp", reduce_axes},
      {"DFT", transform_axis},
      {"Split", split_parts},
      {"Pad", pad_axes},
      {"Gelu", spell_gelu},
      {"Mish", spell_mish},
      {"Cast", expect_defaults},
      {"AveragePool", expect_defaults},
      {"Resize", expect_defaults},
      {"QuantizeLinear", expect_defaults},
      {"DequantizeLinear", expect_defaults},
  };
  return table;
}

/// Operators that came after the written opset and are not spelled out above.
const std::set<std::string>& newer_operators() {
  static const std::set<std::string> names = {"GroupNormalization", "RMSNormalization", "Swish"};
  return names;
}

}  // namespace

Status write_downgraded(const Network& network, const Op& op, wire::NodeProto node,
                        wire::GraphProto& graph) {
  if (newer_operators().count(op.type) != 0) {
    return unsupported("it is newer than opset " + std::to_string(kWrittenOpset));
  }
  Draft draft{network, op, node, graph};
  const auto step = steps().find(op.type);
  if (step != steps().end()) NIGHTJAR_TRY(step->second(draft));
  if (node.has_op_type()) *graph.add_node() = std::move(node);
  return {};
}

}  // namespace nightjar::onnx
