// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Vision operators: names of modes, and the coordinates that were usual before they had names.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 20: modes are named alike for any number of axes.
Status sample_mode(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto mode, take_string(node, "mode"));
  std::string name = mode.value_or("bilinear");
  if (name == "bilinear") name = "linear";
  if (name == "bicubic") name = "cubic";
  node.op.attributes.set("mode", std::move(name));
  return {};
}

/// Opset 16: pixels have their middles at halves.
Status whole_pixels(Node& node, Emitter&) {
  node.op.attributes.set("coordinate_transformation_mode", std::string("output_half_pixel"));
  return {};
}

}  // namespace

std::vector<UpgradeStep> vision_steps() {
  return {{"GridSample", 20, sample_mode}, {"RoiAlign", 16, whole_pixels}};
}

}  // namespace nightjar::onnx
