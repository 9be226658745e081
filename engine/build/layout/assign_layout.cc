// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/assign_layout.h"

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
  LayoutAssignment(Network& network, Layout layout)
      : network_(network), layout_(layout), reformatter_(network) {}

  size_t run() {
    size_t changed = 0;
    for (const OpId id : network_.topological_order()) {
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

  bool wants(const Op& op) const {
    if (is_windowed(op)) return true;
    bool any_there = false;
    for (const TensorId input : op.inputs) {
      any_there =
          any_there || (is_activation(input) && network_.tensor(input).desc.layout == layout_);
    }
    return any_there && lower::supports_layout(network_, op, layout_);
  }

  /// A Transpose between channels-last bytes and the same bytes in row-major order moves nothing.
  bool relabel(OpId id) {
    Op& op = network_.op(id);
    if (layout_ != Layout::kChannelsLast || op.type != "Transpose") return false;
    const auto permutation = op.attributes.get_ints("perm");
    tensor::TensorDesc& from = network_.tensor(op.inputs[0]).desc;
    tensor::TensorDesc& to = network_.tensor(op.outputs[0]).desc;
    const bool to_last = permutation == std::vector<int64_t>{0, 2, 3, 1};
    const bool to_first = permutation == std::vector<int64_t>{0, 3, 1, 2};
    if (to_last ? from.layout != layout_ : !to_first || from.layout != Layout::kRowMajor) {
      return false;
    }
    to.layout = to_last ? Layout::kRowMajor : layout_;
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
    network_.op(id).inputs = inputs;
    for (const TensorId output : before.outputs) {
      if (fits(output)) network_.tensor(output).desc.layout = layout_;
    }
    if (is_feasible(network_, network_.op(id))) return true;
    network_.op(id).inputs = before.inputs;
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
      network_.op(id).inputs[i] = restored;
    }
  }

  TensorId row_major(TensorId id) {
    return reformatter_.with(id, network_.tensor(id).desc.type, Layout::kRowMajor);
  }

  Network& network_;
  const Layout layout_;
  Reformatter reformatter_;
};

}  // namespace

Result<size_t> assign_layout(Network& network, Layout layout) {
  return LayoutAssignment(network, layout).run();
}

}  // namespace nightjar::build
