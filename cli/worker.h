// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What subcommands that start workers share with `nightjar worker`.
#pragma once

#include <cstdint>
#include <string>

#include "cli/command_line.h"
#include "worker/runners/models/side_files.h"

namespace nightjar::cli {

/// $XDG_CACHE_HOME/nightjar, ~/.cache/nightjar, or a folder below /tmp.
std::string default_cache_folder();

/// What is kept of old sides unless the user says otherwise.
inline constexpr int64_t kUsualSidesMib = runners::SideFiles::kUsualBytes >> 20;
/// Adds --sides-limit.
void add_sides_limit(Command& command, int64_t& mib);
/// Sides in `folder`, none for an empty name, up to so many MiB.
runners::SideFiles side_files(const std::string& folder, int64_t mib);

/// The path of the running program.
std::string own_program();

}  // namespace nightjar::cli
