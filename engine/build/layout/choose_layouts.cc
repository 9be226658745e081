// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/choose_layouts.h"

#include <algorithm>
#include <array>

#include "engine/build/feasible.h"
#include "engine/build/layout/labelling.h"
#include "engine/lower/lower.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::Layout;

constexpr std::array<Layout, 3> kLayouts = {Layout::kRowMajor, Layout::kChannelsLast,
                                            Layout::kChannelsBlocked16};

/// A node of the graph: an op and the layouts it can work in.
struct Choices {
  OpId op;
  std::vector<Layout> layouts;
  std::vector<double> costs;
};

class LayoutGraph {
 public:
  LayoutGraph(const Network& network, LayoutCosts& costs) : network_(network), costs_(costs) {}

  Result<LayoutChoice> run() {
    for (const OpId id : network_.topological_order()) NIGHTJAR_TRY(add(id));
    for (size_t i = 0; i < network_.outputs().size(); ++i) {
      NIGHTJAR_TRY(add_output(network_.outputs()[i]));
    }
    for (const Choices& choices : choices_) graph_.nodes.push_back(choices.costs);
    const Labelling found = cheapest_labelling(graph_);
    const auto in_lines = labels_in(Layout::kChannelsLast);
    const auto in_blocks = labels_in(Layout::kChannelsBlocked16);
    LayoutChoice choice;
    choice.is_optimal = found.is_optimal;
    if (!in_lines.empty()) choice.channels_last_ns = cost_of(graph_, in_lines);
    if (!in_blocks.empty()) choice.channels_blocked_ns = cost_of(graph_, in_blocks);
    const std::vector<size_t>* labels = &found.labels;
    const auto is_as_good = [&](double cost) {
      return cost > 0 && cost <= found.cost * (1 + kMixedGain);
    };
    if (is_as_good(choice.channels_last_ns)) {
      labels = &in_lines;
    } else if (is_as_good(choice.channels_blocked_ns)) {
      labels = &in_blocks;
    }
    choice.cost_ns = cost_of(graph_, *labels);
    for (size_t i = 0; i < choices_.size(); ++i) {
      const Layout layout = choices_[i].layouts[(*labels)[i]];
      if (layout == Layout::kRowMajor) continue;
      choice.layouts[network_.tensor(network_.op(choices_[i].op).outputs[0]).name] = layout;
    }
    return choice;
  }

 private:
  bool is_activation(TensorId id) const {
    return id != network::kAbsent && !network_.tensor(id).constant;
  }

  Layout fitted(TensorId id, Layout layout) const {
    return layout_fits(layout, network_.tensor(id).desc.shape) ? layout : Layout::kRowMajor;
  }
  /// How an op in `layout` wants an input and leaves an output.
  Layout input_layout(const Op& op, TensorId id, Layout layout) const {
    const auto relabel = layout == Layout::kChannelsLast ? relabel_layouts(op) : std::nullopt;
    return relabel ? relabel->input : fitted(id, layout);
  }
  Layout output_layout(const Op& op, TensorId id, Layout layout) const {
    const auto relabel = layout == Layout::kChannelsLast ? relabel_layouts(op) : std::nullopt;
    return relabel ? relabel->output : fitted(id, layout);
  }

  void describe(const Op& op, Layout layout) {
    for (const TensorId input : op.inputs) {
      if (is_activation(input)) network_.tensor(input).desc.layout = fitted(input, layout);
    }
    for (const TensorId output : op.outputs) {
      if (output != network::kAbsent) network_.tensor(output).desc.layout = fitted(output, layout);
    }
  }

  /// Whether the op's kernels take it, and it differs from row-major for any of its tensors.
  bool can_be_in(const Op& op, Layout layout) {
    if (layout == Layout::kRowMajor) return true;
    const auto fits = [&](TensorId id) {
      return is_activation(id) && fitted(id, layout) == layout;
    };
    if (std::none_of(op.inputs.begin(), op.inputs.end(), fits) &&
        std::none_of(op.outputs.begin(), op.outputs.end(), fits)) {
      return false;
    }
    if (layout == Layout::kChannelsLast && relabel_layouts(op)) return true;
    if (!is_windowed(op) && !lower::supports_layout(network_, op, layout)) return false;
    describe(op, layout);
    const bool is_possible = is_feasible(network_, op);
    describe(op, Layout::kRowMajor);
    return is_possible;
  }

  Result<double> cost_of_op(const Op& op, Layout layout) {
    if (layout == Layout::kChannelsLast && relabel_layouts(op)) return 0.0;
    describe(op, layout);
    auto cost = costs_.op_ns(network_, op);
    describe(op, Layout::kRowMajor);
    return cost;
  }

  /// Windows are not slid over planes where they can be slid over blocks: that kernel is slower by
  /// far, and asking what it takes is what would take longest.
  Status add(OpId id) {
    const Op& op = network_.op(id);
    Choices choices{id, {}, {}};
    for (const Layout layout : kLayouts) {
      if (can_be_in(op, layout)) choices.layouts.push_back(layout);
    }
    if (is_windowed(op) && choices.layouts.size() > 1) {
      choices.layouts.erase(choices.layouts.begin());
    }
    for (const Layout layout : choices.layouts) {
      double cost = 0;
      if (choices.layouts.size() > 1) {
        NIGHTJAR_ASSIGN(cost, cost_of_op(op, layout));
      }
      choices.costs.push_back(cost);
    }
    const size_t node = choices_.size();
    choices_.push_back(std::move(choices));
    for (const TensorId input : op.inputs) {
      if (is_activation(input)) NIGHTJAR_TRY(add_reader(input, node));
    }
    for (const TensorId output : op.outputs) {
      if (output != network::kAbsent) producer_[output] = node;
    }
    return {};
  }

  Result<double> reformat_ns(TensorId id, Layout from, Layout to) {
    if (from == to) return 0.0;
    tensor::TensorDesc desc = network_.tensor(id).desc;
    desc.layout = from;
    return costs_.reformat_ns(desc, to);
  }

  /// What it takes to bring the tensor from where its producer left it to where `node` wants it.
  Status add_reader(TensorId id, size_t node) {
    const auto producer = producer_.find(id);
    Choices& reader = choices_[node];
    const Op& op = network_.op(reader.op);
    if (producer == producer_.end()) {
      for (size_t b = 0; b < reader.layouts.size(); ++b) {
        NIGHTJAR_ASSIGN(const double ns, reformat_ns(id, Layout::kRowMajor,
                                                     input_layout(op, id, reader.layouts[b])));
        reader.costs[b] += ns;
      }
      return {};
    }
    const Choices& writer = choices_[producer->second];
    LabelEdge edge{producer->second, node, {}};
    for (const Layout written : writer.layouts) {
      const Layout from = output_layout(network_.op(writer.op), id, written);
      for (const Layout read : reader.layouts) {
        NIGHTJAR_ASSIGN(const double ns, reformat_ns(id, from, input_layout(op, id, read)));
        edge.costs.push_back(ns);
      }
    }
    graph_.edges.push_back(std::move(edge));
    return {};
  }

  Status add_output(TensorId id) {
    const auto producer = producer_.find(id);
    if (producer == producer_.end()) return {};
    Choices& writer = choices_[producer->second];
    for (size_t a = 0; a < writer.layouts.size(); ++a) {
      const Layout from = output_layout(network_.op(writer.op), id, writer.layouts[a]);
      NIGHTJAR_ASSIGN(const double ns, reformat_ns(id, from, Layout::kRowMajor));
      writer.costs[a] += ns;
    }
    return {};
  }

  /// With `layout` wherever it can be; empty where no op can.
  std::vector<size_t> labels_in(Layout layout) const {
    std::vector<size_t> labels;
    bool is_anywhere = false;
    for (const Choices& choices : choices_) {
      const auto found = std::find(choices.layouts.begin(), choices.layouts.end(), layout);
      is_anywhere = is_anywhere || found != choices.layouts.end();
      labels.push_back(found == choices.layouts.end()
                           ? 0
                           : static_cast<size_t>(found - choices.layouts.begin()));
    }
    return is_anywhere ? labels : std::vector<size_t>();
  }

  Network network_;  // a copy, whose tensors are described anew for each question
  LayoutCosts& costs_;
  std::vector<Choices> choices_;
  std::map<TensorId, size_t> producer_;  // the node that writes a tensor
  LabelGraph graph_;
};

}  // namespace

Result<LayoutChoice> choose_layouts(const Network& network, LayoutCosts& costs) {
  return LayoutGraph(network, costs).run();
}

}  // namespace nightjar::build
