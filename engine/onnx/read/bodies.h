// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The graphs inside of If, Loop, Scan and SequenceMap, as networks of their own.
#pragma once

#include "engine/onnx/read/import_state.h"
#include "engine/onnx/read/scope.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

/// Where a node with bodies stands.
struct BodySurroundings {
  ImportState& state;
  const Opsets& opsets;
  network::Network& network;
  Scope& scope;
};

/// Reads the graphs of a node into its op, and adds what they capture to the op's inputs. A value
/// that a Loop or Scan carries is described in the body as at the start where every round keeps
/// that description, with extents that vary as symbols of the body; otherwise it is undescribed.
/// Does nothing for a node without graphs; refuses graphs where the operator has none.
Status read_bodies(const wire::NodeProto& proto, const BodySurroundings& around, Node& node);

}  // namespace nightjar::onnx
