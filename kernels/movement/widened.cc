// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/widened.h"

#include <vector>

#include "kernels/common/workspace.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

bool is_packed(const TensorDesc& desc) {
  const int bits = tensor::bits_of(desc.type);
  return bits > 0 && bits < 8;
}

/// A packed operand and where its bytes are in the workspace; `bits` is 0 for any other.
struct WideOperand {
  int bits = 0;
  int64_t count = 0;
  WorkspaceSlot<uint8_t> slot;
};

void unpack(const WideOperand& operand, const void* from, uint8_t* to) {
  const auto* packed = static_cast<const uint8_t*>(from);
  const int per_byte = 8 / operand.bits, mask = (1 << operand.bits) - 1;
  for (int64_t i = 0; i < operand.count; ++i) {
    const int shift = static_cast<int>(i % per_byte) * operand.bits;
    to[i] = static_cast<uint8_t>(packed[i / per_byte] >> shift & mask);
  }
}

void pack(const WideOperand& operand, const uint8_t* from, void* to) {
  auto* packed = static_cast<uint8_t*>(to);
  const int per_byte = 8 / operand.bits;
  for (int64_t i = 0; i < operand.count; i += per_byte) {
    int byte = 0;
    for (int k = 0; k < per_byte && i + k < operand.count; ++k) {
      byte |= from[i + k] << (k * operand.bits);
    }
    packed[i / per_byte] = static_cast<uint8_t>(byte);
  }
}

class Widened final : public Launchable {
 public:
  Widened(const Problem& problem, std::unique_ptr<Launchable> inner) : inner_(std::move(inner)) {
    inner_workspace_ = plan_.add<std::byte>(static_cast<int64_t>(inner_->workspace_bytes()));
    for (const TensorDesc& desc : problem.inputs) inputs_.push_back(make_operand(desc));
    for (const TensorDesc& desc : problem.outputs) outputs_.push_back(make_operand(desc));
    wide_inputs_.resize(inputs_.size());
    wide_outputs_.resize(outputs_.size());
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    for (size_t i = 0; i < inputs_.size(); ++i) {
      wide_inputs_[i] = arguments.inputs[i];
      if (inputs_[i].bits == 0 || arguments.inputs[i] == nullptr) continue;
      unpack(inputs_[i], arguments.inputs[i], workspace.at(inputs_[i].slot));
      wide_inputs_[i] = workspace.at(inputs_[i].slot);
    }
    for (size_t i = 0; i < outputs_.size(); ++i) {
      const bool is_wide = outputs_[i].bits != 0 && arguments.outputs[i] != nullptr;
      wide_outputs_[i] = is_wide ? workspace.at(outputs_[i].slot) : arguments.outputs[i];
    }
    LaunchArguments wide = arguments;
    wide.inputs = wide_inputs_;
    wide.outputs = wide_outputs_;
    wide.workspace = workspace.at(inner_workspace_);
    NIGHTJAR_TRY(inner_->launch(wide));
    for (size_t i = 0; i < outputs_.size(); ++i) {
      if (outputs_[i].bits == 0 || arguments.outputs[i] == nullptr) continue;
      pack(outputs_[i], workspace.at(outputs_[i].slot), arguments.outputs[i]);
    }
    return {};
  }

 private:
  WideOperand make_operand(const TensorDesc& desc) {
    WideOperand operand;
    if (!is_packed(desc)) return operand;
    operand.bits = tensor::bits_of(desc.type);
    operand.count = tensor::element_count(dims_of(desc));
    operand.slot = plan_.add<uint8_t>(operand.count);
    return operand;
  }

  std::unique_ptr<Launchable> inner_;
  WorkspacePlan plan_;
  WorkspaceSlot<std::byte> inner_workspace_;
  std::vector<WideOperand> inputs_, outputs_;
  std::vector<const void*> wide_inputs_;
  std::vector<void*> wide_outputs_;
};

}  // namespace

bool has_packed(const Problem& problem) {
  for (const auto* descs : {&problem.inputs, &problem.outputs}) {
    for (const TensorDesc& desc : *descs) {
      if (is_packed(desc)) return true;
    }
  }
  return false;
}

Problem widened(Problem problem) {
  for (auto* descs : {&problem.inputs, &problem.outputs}) {
    for (TensorDesc& desc : *descs) {
      if (is_packed(desc)) desc.type = DataType::kUInt8;
    }
  }
  return problem;
}

Result<std::unique_ptr<Launchable>> open_widened(
    const Problem& problem, int threads,
    Result<std::unique_ptr<Launchable>> (*open)(const Problem& problem, int threads)) {
  NIGHTJAR_ASSIGN(std::unique_ptr<Launchable> inner, open(widened(problem), threads));
  std::unique_ptr<Launchable> opened = std::make_unique<Widened>(problem, std::move(inner));
  return opened;
}

}  // namespace nightjar::kernels
