// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// --plugin: operators from shared libraries, for commands that build or run.
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "engine/plugin.h"

namespace nightjar::cli {

struct PluginRequest {
  std::vector<std::string> libraries;
};

/// Declares --plugin; `request` outlives the parse.
void add_plugin_option(Command& command, PluginRequest& request);

/// The plugins, which stay loaded until the program ends. Errors name the library.
Result<std::vector<const engine::Plugin*>> load_plugins(const PluginRequest& request);

}  // namespace nightjar::cli
