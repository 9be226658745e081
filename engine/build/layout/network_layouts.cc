// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/network_layouts.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/build/feasible.h"
#include "engine/build/layout/assign_layout.h"
#include "engine/build/layout/measured_costs.h"
#include "engine/build/records/decisions_file.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using tensor::Layout;

constexpr int kLevelThatMeasures = 3;

/// A dense 3x3 convolution of stride 1, which Winograd solves in blocked layouts alone.
bool is_winograd_shaped(const Network& network, const Op& op) {
  if (!is_windowed(op) || !is_heavy(op) || op.attributes.get_int("group", 1) != 1) return false;
  const tensor::Shape& weights = network.tensor(op.inputs[1]).desc.shape;
  const auto dims = tensor::constant_dims(weights);
  if (!dims || dims->size() != 4 || (*dims)[2] != 3 || (*dims)[3] != 3) return false;
  const auto strides = op.attributes.get_ints("strides", {1, 1});
  return strides == std::vector<int64_t>{1, 1} && (*dims)[0] % tensor::kChannelBlock == 0 &&
         (*dims)[1] % tensor::kChannelBlock == 0;
}

template <typename Holds>
bool has_op(const Network& network, const Holds& holds) {
  const auto order = network.topological_order();
  return std::any_of(order.begin(), order.end(), [&](OpId id) { return holds(network.op(id)); });
}

bool has_integers(const Network& network) {
  return has_op(network, [](const Op& op) { return op.type == "QuantizedConv"; });
}

/// Channels last, which matrix products and reductions read as they are, unless Winograd pays.
Layout layout_by_rule(const Network& network, const BuildOptions& options,
                      device::DeviceKind device) {
  const bool in_float32 =
      options.precision == Precision::kFp32 || options.precision == Precision::kInt8;
  if (!in_float32 || device != device::DeviceKind::kCpu || has_integers(network)) {
    return Layout::kChannelsLast;
  }
  const bool pays = has_op(network, [&](const Op& op) { return is_winograd_shaped(network, op); });
  return pays ? Layout::kChannelsBlocked16 : Layout::kChannelsLast;
}

bool is_measured(const Network& network, const LayoutPlace& place) {
  const bool has_windows =
      has_op(network, [](const Op& op) { return is_windowed(op) && is_heavy(op); });
  return place.device.info().kind == device::DeviceKind::kCpu &&
         place.options.level >= kLevelThatMeasures && has_windows && !has_integers(network);
}

Result<Layout> layout_named(const std::string& name) {
  for (const Layout layout :
       {Layout::kRowMajor, Layout::kChannelsLast, Layout::kChannelsBlocked16}) {
    if (name_of(layout) == name) return layout;
  }
  return invalid_input("the decisions cannot be used: there is no layout '" + name + "'");
}

std::string in_us(double ns) { return fmt::format("{:.0f} us", ns / 1e3); }

std::string described(const LayoutChoice& choice, size_t changed) {
  std::string line =
      fmt::format("choose_layouts: {} ops laid out, {}", changed, in_us(choice.cost_ns));
  if (choice.channels_last_ns > 0) {
    line += ", all channels last " + in_us(choice.channels_last_ns);
  }
  if (choice.channels_blocked_ns > 0) {
    line += ", all in blocks " + in_us(choice.channels_blocked_ns);
  }
  return line + (choice.is_optimal ? "" : ", some by a guess");
}

Result<std::map<std::string, std::string>> take(Network& network,
                                                std::map<std::string, std::string> names,
                                                std::vector<std::string>& passes) {
  LayoutsByOutput layouts;
  for (const auto& [output, name] : names) {
    NIGHTJAR_ASSIGN(layouts[output], layout_named(name));
  }
  NIGHTJAR_ASSIGN(const size_t count, assign_layouts(network, layouts));
  passes.push_back(fmt::format("assign_layouts: {} ops as decided", count));
  return names;
}

Result<std::map<std::string, std::string>> measure(Network& network, const LayoutChoice& choice,
                                                   std::vector<std::string>& passes) {
  NIGHTJAR_ASSIGN(const size_t count, assign_layouts(network, choice.layouts));
  passes.push_back(described(choice, count));
  std::map<std::string, std::string> names;
  for (const auto& [output, layout] : choice.layouts) names[output] = name_of(layout);
  return names;
}

}  // namespace

Result<std::map<std::string, std::string>> lay_out_network(Network& network,
                                                           const LayoutPlace& place,
                                                           std::vector<std::string>& passes) {
  const BuildOptions& options = place.options;
  if (!options.decisions_json.empty()) {
    NIGHTJAR_ASSIGN(Decisions decisions, decisions_from_text(options.decisions_json));
    if (!decisions.layouts.empty()) return take(network, std::move(decisions.layouts), passes);
  } else if (is_measured(network, place)) {
    MeasuredCosts costs(place.symbols, place.device, options, place.clock);
    const auto choice = choose_layouts(network, costs);
    if (choice.ok()) return measure(network, *choice, passes);
    if (choice.error().kind == ErrorKind::kCancelled) return choice.error();
    passes.push_back("choose_layouts: by the rule, as " + choice.error().message);
  }
  const Layout layout = layout_by_rule(network, options, place.device.info().kind);
  NIGHTJAR_ASSIGN(const size_t count, assign_layout(network, layout));
  passes.push_back(fmt::format("assign_layout: {} ops {}", count, name_of(layout)));
  return std::map<std::string, std::string>{};
}

}  // namespace nightjar::build
