// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What subcommands that start workers share with `nightjar worker`.
#pragma once

#include <string>

namespace nightjar::cli {

/// $XDG_CACHE_HOME/nightjar, ~/.cache/nightjar, or a folder below /tmp.
std::string default_cache_folder();

/// The path of the running program.
std::string own_program();

}  // namespace nightjar::cli
