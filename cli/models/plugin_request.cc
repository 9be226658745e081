// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/plugin_request.h"

namespace nightjar::cli {

void add_plugin_option(Command& command, PluginRequest& request) {
  command.option("--plugin", request.libraries,
                 "Shared library with an operator of yours; node Swirl of domain acme at version 1 "
                 "is its plugin acme.Swirl.v1");
}

Result<std::vector<const engine::Plugin*>> load_plugins(const PluginRequest& request) {
  std::vector<const engine::Plugin*> plugins;
  for (const std::string& library : request.libraries) {
    NIGHTJAR_ASSIGN(const engine::Plugin* const plugin, engine::load_plugin(library));
    plugins.push_back(plugin);
  }
  return plugins;
}

}  // namespace nightjar::cli
