// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plugin.h"

#include <algorithm>

#include "engine/device/shared_library.h"
#include "engine/network/plugin_op.h"

namespace nightjar::engine {

Result<std::vector<network::TensorId>> add_plugin_op(network::Network& network,
                                                     const Plugin& plugin, const std::string& name,
                                                     std::vector<network::TensorId> inputs,
                                                     const tensor::Attributes& attributes) {
  std::vector<tensor::TensorDesc> descs;
  for (const network::TensorId input : inputs) descs.push_back(network.tensor(input).desc);
  auto outputs = plugin.outputs(descs, attributes);
  if (!outputs.ok()) return outputs.error().in("plugin " + plugin.name() + " '" + name + "'");
  network::Op op = network::make_plugin_op(plugin.family(), attributes, *outputs);
  op.name = name;
  op.origins = {name};
  op.inputs = std::move(inputs);
  return network.add_op(std::move(op), outputs->size());
}

bool PluginOperators::has(const std::string& domain, const std::string& type) const {
  const std::string stem = domain + "." + type + ".v";
  return std::any_of(plugins_.begin(), plugins_.end(),
                     [&](const Plugin* plugin) { return plugin->name().starts_with(stem); });
}

Result<network::Op> PluginOperators::make(const onnx::CustomNode& node) const {
  const std::string wanted = node.domain + "." + node.type + ".v" + std::to_string(node.version);
  const auto found = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const Plugin* plugin) { return plugin->name() == wanted; });
  if (found == plugins_.end()) {
    return unsupported("wants plugin '" + wanted +
                       "', of which only other versions are loaded: load that one, or import the "
                       "domain at another version");
  }
  auto outputs = (*found)->outputs(node.inputs, node.attributes);
  if (!outputs.ok()) return outputs.error().in("plugin " + wanted);
  return network::make_plugin_op((*found)->family(), node.attributes, *outputs);
}

Result<const Plugin*> load_plugin(const std::string& path) {
  NIGHTJAR_ASSIGN(const auto library, device::SharedLibrary::open({path.c_str()}));
  const Plugin* (*entry)() = nullptr;
  NIGHTJAR_TRY(library.find("nightjar_plugin_v1", entry));
  const Plugin* const plugin = entry();
  if (plugin == nullptr) return invalid_input("'" + path + "' gives no plugin");
  for (const kernels::Tactic* tactic : plugin->tactics()) {
    if (tactic->family() == plugin->family()) continue;
    return invalid_input("'" + path + "': tactic '" + std::string(tactic->name()) +
                         "' is not of family '" + plugin->family() + "'");
  }
  return plugin;
}

std::vector<const kernels::Tactic*> tactics_of(const std::vector<const Plugin*>& plugins) {
  std::vector<const kernels::Tactic*> tactics;
  for (const Plugin* plugin : plugins) {
    for (const kernels::Tactic* tactic : plugin->tactics()) tactics.push_back(tactic);
  }
  return tactics;
}

}  // namespace nightjar::engine
