// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// oneDNN's implementations of one primitive by name: the configurations of its tactics.
#pragma once

#include <string>
#include <vector>

#include "kernels/onednn/onednn.h"

namespace nightjar::kernels::onednn {

using Implementations = std::vector<dnnl::primitive_desc_base>;

/// In oneDNN's order of preference, each name once, without its reference implementations. The
/// operation `first` was made from must still exist: oneDNN keeps a pointer to it.
Implementations implementations_from(dnnl::primitive_desc first);

std::vector<std::string> names_of(const Implementations& implementations);

/// The implementation of that name, or the preferred one when these extents do not have it.
/// Throws dnnl::error when there is none.
const dnnl::primitive_desc_base& choose(const Implementations& implementations,
                                        const std::string& name);

/// The primitive of a chosen description.
dnnl::primitive make_primitive(const dnnl::primitive_desc_base& chosen);

}  // namespace nightjar::kernels::onednn
