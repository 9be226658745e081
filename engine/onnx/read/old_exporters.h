// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Faults of exporters that are known well enough to be mended.
#pragma once

#include "engine/onnx/onnx.pb.h"

namespace nightjar::onnx {

/// Puts into the model what its exporter meant but could not or did not write.
void mend_exporter_faults(wire::ModelProto& model);

}  // namespace nightjar::onnx
