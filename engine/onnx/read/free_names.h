// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The names that a node reads, by its inputs and by the graphs inside of it.
#pragma once

#include <set>
#include <string>

#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

/// Names of inputs that are given, and names that the node's graphs take from around them.
std::set<std::string> read_names(const wire::NodeProto& node);

}  // namespace nightjar::onnx
