// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The engine's face: import a model, build a plan, load it, run it.
#pragma once

#include "engine/build/builder.h"
#include "engine/device/device.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.h"
#include "engine/plan/plan.h"
#include "engine/reference/reference.h"
#include "engine/runtime/runtime.h"

namespace nightjar::engine {

using build::BuildOptions;
using build::BuildOutcome;
using build::Precision;
using network::Network;
using plan::Plan;
using runtime::Context;
using runtime::Engine;
using tensor::HostTensor;

/// Names and versions of the libraries whose kernels a plan may hold: part of its fingerprint.
std::map<std::string, std::string> library_versions();

}  // namespace nightjar::engine
