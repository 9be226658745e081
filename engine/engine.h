// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The engine's face: import a model, build a plan, load it, run it. Who knows TensorRT finds
// Network, Builder, BuildConfig, Plan, Runtime, Engine, Context, Profile, Calibrator, Plugin,
// Refitter, Profiler, Inspector, Logger and ProgressMonitor here; examples/ shows them at work.
#pragma once

#include "engine/build/builder.h"
#include "engine/build/records/timing_cache.h"
#include "engine/builder.h"
#include "engine/device/device.h"
#include "engine/inspector.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.h"
#include "engine/plan/plan.h"
#include "engine/reference/reference.h"
#include "engine/runtime/runtime.h"

namespace nightjar::engine {

using build::BuildOptions;
using build::BuildOutcome;
using build::Precision;
using build::TimingCache;
using network::Network;
using plan::Plan;
using plan::Profile;
using runtime::Context;
using runtime::ContextOptions;
using runtime::Engine;
using runtime::OutputAllocator;
using tensor::HostTensor;

/// Names and versions of the libraries whose kernels a plan may hold: part of its fingerprint.
std::map<std::string, std::string> library_versions();

}  // namespace nightjar::engine
