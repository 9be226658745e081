// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Upsample and the first Resize: scales alone, coordinates without a half-pixel shift.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// The coordinates that Upsample and Resize had before they could be chosen.
void set_plain_coordinates(Node& node) {
  node.op.attributes.set("coordinate_transformation_mode", std::string("asymmetric"));
  node.op.attributes.set("nearest_mode", std::string("floor"));
}

/// Opset 7: one scale for height and one for width.
Status upsample_scales(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto height, take_float(node, "height_scale"));
  NIGHTJAR_ASSIGN(const auto width, take_float(node, "width_scale"));
  if (height && width) {
    node.op.attributes.set("scales", std::vector<double>{1.0, 1.0, *height, *width});
  }
  return {};
}

/// Opset 9: scales become an input; later Resize takes over.
Status upsample_to_resize(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto scales, take_floats(node, "scales"));
  if (scales) set_input(node, 1, emit.floats("scales", {scales->begin(), scales->end()}));
  if (!has_input(node, 1)) return invalid_input("has no scales");
  NIGHTJAR_ASSIGN(const auto mode, take_string(node, "mode"));
  const bool is_linear = mode == "linear" || mode == "bilinear";
  node.op.attributes.set("mode", std::string(is_linear ? "linear" : "nearest"));
  set_plain_coordinates(node);
  set_input(node, 2, node.op.inputs[1]);
  node.op.inputs[1] = network::kAbsent;
  node.op.type = "Resize";
  // What follows is already in the newest form.
  node.opset = INT64_MAX;
  return {};
}

/// Opset 11: a region stands between X and the scales.
Status resize_region(Node& node, Emitter&) {
  if (!has_input(node, 1)) return invalid_input("has no scales");
  set_plain_coordinates(node);
  set_input(node, 2, node.op.inputs[1]);
  node.op.inputs[1] = network::kAbsent;
  return {};
}

}  // namespace

std::vector<UpgradeStep> resize_steps() {
  return {{"Upsample", 7, upsample_scales},
          {"Upsample", INT64_MAX, upsample_to_resize},
          {"Resize", 11, resize_region}};
}

}  // namespace nightjar::onnx
