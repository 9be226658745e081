// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/packed_operands.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "kernels/common/small_convert.h"
#include "kernels/common/workspace.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::TensorDesc;

/// A packed operand and where its elements lie spread out.
struct Spread {
  size_t index = 0;
  tensor::DataType type = tensor::DataType::kUndefined;
  int64_t count = 0;
  WorkspaceSlot<uint8_t> bytes;
};

/// The inner kernel needs no workspace of its own.
class PackedOperands final : public Launchable {
 public:
  PackedOperands(const PointwiseProblem& problem, std::unique_ptr<Launchable> inner)
      : inner_(std::move(inner)), inputs_(problem.inputs.size(), nullptr) {
    for (size_t i = 0; i < problem.inputs.size(); ++i) {
      if (is_packed(problem.inputs[i].type)) packed_inputs_.push_back(spread(problem.inputs[i], i));
    }
    if (is_packed(problem.output.type)) packed_output_ = spread(problem.output, 0);
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    std::copy(arguments.inputs.begin(), arguments.inputs.end(), inputs_.begin());
    for (const Spread& packed : packed_inputs_) {
      unpack(packed.type, inputs_[packed.index], packed.count, workspace.at(packed.bytes));
      inputs_[packed.index] = workspace.at(packed.bytes);
    }
    void* output = packed_output_ ? workspace.at(packed_output_->bytes) : arguments.outputs[0];
    NIGHTJAR_TRY(inner_->launch({inputs_, {&output, 1}, nullptr, arguments.stream}));
    if (packed_output_) {
      pack(packed_output_->type, workspace.at(packed_output_->bytes), packed_output_->count,
           arguments.outputs[0]);
    }
    return {};
  }

 private:
  Spread spread(const TensorDesc& desc, size_t index) {
    const int64_t count = tensor::element_count(dims_of(desc));
    return {index, desc.type, count, plan_.add<uint8_t>(count)};
  }

  std::unique_ptr<Launchable> inner_;
  WorkspacePlan plan_;
  std::vector<Spread> packed_inputs_;
  std::optional<Spread> packed_output_;
  std::vector<const void*> inputs_;
};

}  // namespace

std::unique_ptr<Launchable> with_packed_operands(const PointwiseProblem& problem,
                                                 std::unique_ptr<Launchable> inner) {
  const bool any_packed = is_packed(problem.output.type) ||
                          std::any_of(problem.inputs.begin(), problem.inputs.end(),
                                      [](const TensorDesc& desc) { return is_packed(desc.type); });
  if (!any_packed) return inner;
  return std::make_unique<PackedOperands>(problem, std::move(inner));
}

}  // namespace nightjar::kernels::pointwise
