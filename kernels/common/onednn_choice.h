// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// oneDNN's implementations of one primitive by name: the configurations of its tactics.
#pragma once

#include <string>
#include <vector>

#include "kernels/common/onednn.h"

namespace nightjar::kernels::onednn {

/// Names in oneDNN's order of preference, each once, without its reference implementations.
std::vector<std::string> implementation_names(dnnl::primitive_desc implementations);

/// The implementation of that name, or the preferred one when these extents do not have it.
/// Throws dnnl::error when only reference implementations are left.
dnnl::primitive_desc_base choose(dnnl::primitive_desc implementations, const std::string& name);

/// The primitive of a chosen description.
dnnl::primitive make_primitive(const dnnl::primitive_desc_base& chosen);

}  // namespace nightjar::kernels::onednn
