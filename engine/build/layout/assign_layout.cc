// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/layout/assign_layout.h"

#include "engine/build/feasible.h"
#include "engine/build/reformat.h"
#include "engine/lower/lower.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::Layout;

class LayoutAssignment {
 public:
  /// `layouts` says which ops work in which layout; nullptr: all that can, in `layout`.
  LayoutAssignment(Network& network, Layout layout, const LayoutsByOutput* layouts)
      : network_(network), layout_(layout), layouts_(layouts), reformatter_(network) {}

  size_t run() {
    size_t changed = 0;
    for (const OpId id : network_.topological_order()) {
      if (layouts_ != nullptr) layout_ = chosen_for(network_.op(id));
      if (relabel(id)) {
        ++changed;
        continue;
      }
      const Op before = network_.op(id);
      if (wants(before) && convert(id)) {
        ++changed;
      } else {
        restore_inputs(id, before);
      }
    }
    for (size_t i = 0; i < network_.outputs().size(); ++i) {
      network_.set_output(i, row_major(network_.outputs()[i]));
    }
    return changed;
  }

 private:
  bool is_activation(TensorId id) const {
    return id != network::kAbsent && !network_.tensor(id).constant;
  }

  bool fits(TensorId id) const {
    return is_activation(id) && layout_fits(layout_, network_.tensor(id).desc.shape);
  }

  Layout chosen_for(const Op& op) const {
    if (op.outputs.empty() || op.outputs[0] == network::kAbsent) return Layout::kRowMajor;
    const auto found = layouts_->find(network_.tensor(op.outputs[0]).name);
    return found == layouts_->end() ? Layout::kRowMajor : found->second;
  }

  bool wants(const Op& op) const {
    if (layout_ == Layout::kRowMajor) return false;
    if (is_windowed(op)) return true;
    if (layouts_ != nullptr) return lower::supports_layout(network_, op, layout_);
    bool any_there = false;
    for (const TensorId input : op.inputs) {
      any_there =
          any_there || (is_activation(input) && network_.tensor(input).desc.layout == layout_);
    }
    return any_there && lower::supports_layout(network_, op, layout_);
  }

  /// A Transpose between channels-last bytes and the same bytes in row-major order moves nothing.
  bool relabel(OpId id) {
    const auto layouts = relabel_layouts(network_.op(id));
    if (layout_ != Layout::kChannelsLast || !layouts) return false;
    if (layouts_ != nullptr) {
      const TensorId input = in_layout(network_.op(id).inputs[0], layouts->input);
      network_.set_op_input(id, 0, input);
    }
    Op& op = network_.op(id);
    if (network_.tensor(op.inputs[0]).desc.layout != layouts->input) return false;
    network_.tensor(op.outputs[0]).desc.layout = layouts->output;
    op.domain = "nightjar";
    op.type = kRelabel;
    return true;
  }

  bool convert(OpId id) {
    const Op before = network_.op(id);
    std::vector<TensorId> inputs = before.inputs;
    for (TensorId& input : inputs) {
      if (fits(input)) {
        input = reformatter_.with(input, network_.tensor(input).desc.type, layout_);
      } else if (is_activation(input)) {
        input = row_major(input);
      }
    }
    network_.set_op_inputs(id, std::move(inputs));
    for (const TensorId output : before.outputs) {
      if (fits(output)) network_.tensor(output).desc.layout = layout_;
    }
    if (is_feasible(network_, network_.op(id))) return true;
    network_.set_op_inputs(id, before.inputs);
    for (const TensorId output : before.outputs) {
      if (is_activation(output)) network_.tensor(output).desc.layout = Layout::kRowMajor;
    }
    return false;
  }

  void restore_inputs(OpId id, const Op& op) {
    if (op.domain == "nightjar" && op.type == "Reformat") return;
    for (size_t i = 0; i < op.inputs.size(); ++i) {
      if (!is_activation(op.inputs[i])) continue;
      const TensorId restored = row_major(op.inputs[i]);
      network_.set_op_input(id, i, restored);
    }
  }

  TensorId in_layout(TensorId id, Layout layout) {
    return reformatter_.with(id, network_.tensor(id).desc.type, layout);
  }
  TensorId row_major(TensorId id) { return in_layout(id, Layout::kRowMajor); }

  Network& network_;
  Layout layout_;  // of the op at hand
  const LayoutsByOutput* layouts_;
  Reformatter reformatter_;
};

}  // namespace

std::optional<RelabelLayouts> relabel_layouts(const Op& op) {
  if (op.type != "Transpose" || !op.domain.empty()) return std::nullopt;
  const auto order = op.attributes.get_ints("perm");
  if (order == std::vector<int64_t>{0, 2, 3, 1}) {
    return RelabelLayouts{Layout::kChannelsLast, Layout::kRowMajor};
  }
  if (order == std::vector<int64_t>{0, 3, 1, 2}) {
    return RelabelLayouts{Layout::kRowMajor, Layout::kChannelsLast};
  }
  return std::nullopt;
}

Result<size_t> assign_layout(Network& network, Layout layout) {
  return LayoutAssignment(network, layout, nullptr).run();
}

Result<size_t> assign_layouts(Network& network, const LayoutsByOutput& layouts) {
  return LayoutAssignment(network, Layout::kRowMajor, &layouts).run();
}

}  // namespace nightjar::build
