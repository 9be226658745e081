// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.h"

#include "kernels/common/library_versions.h"

namespace nightjar::engine {

std::map<std::string, std::string> library_versions() { return kernels::library_versions(); }

}  // namespace nightjar::engine
