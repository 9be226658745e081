// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the user's: their types, shapes and tactics, from the program or a shared library.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/onnx/onnx.h"
#include "kernels/common/tactic.h"

namespace nightjar::engine {

/// One kind of operator. Immutable and shared; outlives networks, plans and engines that use it.
class Plugin {
 public:
  virtual ~Plugin() = default;
  /// Permanent and versioned: "acme.Swirl.v1".
  virtual std::string name() const = 0;
  /// Types and shapes of the outputs; extents may be expressions over symbols. Refuses inputs or
  /// attributes that do not suit it with one sentence.
  virtual Result<std::vector<tensor::TensorDesc>> outputs(
      std::span<const tensor::TensorDesc> inputs, const tensor::Attributes& attributes) const = 0;
  /// At least one of source plain for the CPU, which judges the others. Their family is family();
  /// their problems have the attributes the operator was added with, which are how it is kept in a
  /// plan.
  virtual std::vector<const kernels::Tactic*> tactics() const = 0;

  std::string family() const { return "plugin." + name(); }
};

/// Adds an operator of the plugin's kind to a network.
Result<std::vector<network::TensorId>> add_plugin_op(network::Network& network,
                                                     const Plugin& plugin, const std::string& name,
                                                     std::vector<network::TensorId> inputs,
                                                     const tensor::Attributes& attributes = {});

/// What an import is given so that nodes of other domains become operators of plugins: node Swirl
/// of domain "acme", which the model imports at version 1, is one of the plugin "acme.Swirl.v1".
class PluginOperators final : public onnx::CustomOperators {
 public:
  /// The plugins outlive it.
  explicit PluginOperators(std::vector<const Plugin*> plugins) : plugins_(std::move(plugins)) {}
  bool has(const std::string& domain, const std::string& type) const override;
  Result<network::Op> make(const onnx::CustomNode& node) const override;

 private:
  std::vector<const Plugin*> plugins_;
};

/// What a shared library exports: extern "C" const nightjar::engine::Plugin* nightjar_plugin_v1().
/// The plugin belongs to the library, which stays open until the program ends.
Result<const Plugin*> load_plugin(const std::string& path);

/// The tactics of several plugins, as builds and engines want them.
std::vector<const kernels::Tactic*> tactics_of(const std::vector<const Plugin*>& plugins);

}  // namespace nightjar::engine
