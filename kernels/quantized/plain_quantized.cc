// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/plain_quantized.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kernels/common/convert.h"
#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

int64_t count_of(const tensor::TensorDesc& desc) {
  return desc.type == DataType::kUndefined ? 0 : tensor::element_count(dims_of(desc));
}

class PlainQuantizedLaunch final : public Launchable {
 public:
  PlainQuantizedLaunch(PlainQuantized plain, std::unique_ptr<Launchable> inner, int threads)
      : plain_(std::move(plain)), inner_(std::move(inner)), threads_(threads) {
    x_ = plan_.add<double>(count_of(x_desc()));
    w_ = plan_.add<double>(count_of(plain_.problem.inputs[kQuantizedW]));
    sums_ = plan_.add<double>(count_of(y_desc()));
    reals_ = plan_.add<float>(count_of(y_desc()));
    residuals_ = plan_.add<float>(count_of(y_desc()));
    inner_workspace_ = plan_.add<std::byte>(static_cast<int64_t>(inner_->workspace_bytes()));
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    if (count_of(y_desc()) == 0) return {};
    const WorkspaceView workspace(arguments.workspace);
    load_shifted(arguments, workspace);
    const std::array<const void*, 4> inputs = {workspace.at(x_), workspace.at(w_), nullptr,
                                               nullptr};
    const std::array<void*, 1> outputs = {workspace.at(sums_)};
    NIGHTJAR_TRY(
        inner_->launch({inputs, outputs, workspace.at(inner_workspace_), arguments.stream}));
    for_each_index(count_of(y_desc()) / plain_.line, threads_,
                   [&](int64_t line) { finish_line(line, arguments, workspace); });
    return {};
  }

 private:
  const tensor::TensorDesc& x_desc() const { return plain_.problem.inputs[kQuantizedX]; }
  const tensor::TensorDesc& y_desc() const { return plain_.problem.outputs[0]; }
  DataType residual_type() const { return plain_.problem.inputs[kResidual].type; }

  /// x less its zero point: pads are zero then.
  void load_shifted(const LaunchArguments& arguments, const WorkspaceView& workspace) const {
    const int64_t count = count_of(x_desc());
    double* x = workspace.at(x_);
    load_function<double>(x_desc().type)(arguments.inputs[kQuantizedX], count, x);
    const auto zero = static_cast<double>(plain_.requantization.x_zero);
    for (int64_t i = 0; i < count; ++i) x[i] -= zero;
    load_function<double>(DataType::kInt8)(arguments.inputs[kQuantizedW],
                                           count_of(plain_.problem.inputs[kQuantizedW]),
                                           workspace.at(w_));
  }

  void finish_line(int64_t line, const LaunchArguments& arguments,
                   const WorkspaceView& workspace) const {
    const int64_t first = line * plain_.line;
    const double* sums = workspace.at(sums_) + first;
    float* reals = workspace.at(reals_) + first;
    const auto* scale = static_cast<const float*>(arguments.inputs[kScale]);
    const auto* bias = static_cast<const float*>(arguments.inputs[kBias]);
    for (int64_t i = 0; i < plain_.line; ++i) {
      const int64_t channel = plain_.is_channel_line ? i : line % plain_.channels;
      reals[i] = static_cast<float>(sums[i]) * scale[channel];
      if (bias != nullptr) reals[i] += bias[channel];
    }
    if (residual_type() != DataType::kUndefined) add_residual(first, arguments, workspace);
    activate(plain_.requantization.activation,
             std::span<float>(reals, static_cast<size_t>(plain_.line)));
    if (is_byte(y_desc().type)) quantise(reals);
    store_function<float>(y_desc().type)(
        reals, plain_.line, at(arguments.outputs[0], first, element_bytes(y_desc().type)));
  }

  void add_residual(int64_t first, const LaunchArguments& arguments,
                    const WorkspaceView& workspace) const {
    float* residuals = workspace.at(residuals_) + first;
    float* reals = workspace.at(reals_) + first;
    const DataType type = residual_type();
    load_function<float>(type)(at(arguments.inputs[kResidual], first, element_bytes(type)),
                               plain_.line, residuals);
    const auto zero = static_cast<float>(plain_.requantization.residual_zero);
    const auto scale = static_cast<float>(plain_.requantization.residual_scale);
    const bool is_scaled = is_byte(type);
    for (int64_t i = 0; i < plain_.line; ++i) {
      reals[i] += is_scaled ? (residuals[i] - zero) * scale : residuals[i];
    }
  }

  void quantise(float* reals) const {
    const auto scale = static_cast<float>(plain_.requantization.y_scale);
    const auto zero = static_cast<float>(plain_.requantization.y_zero);
    const bool is_signed = y_desc().type == DataType::kInt8;
    const float low = is_signed ? -128.0f : 0.0f, high = is_signed ? 127.0f : 255.0f;
    for (int64_t i = 0; i < plain_.line; ++i) {
      reals[i] = std::clamp(std::nearbyint(reals[i] / scale) + zero, low, high);
    }
  }

  PlainQuantized plain_;
  std::unique_ptr<Launchable> inner_;
  int threads_;
  WorkspacePlan plan_;
  WorkspaceSlot<double> x_, w_, sums_;
  WorkspaceSlot<float> reals_, residuals_;
  WorkspaceSlot<std::byte> inner_workspace_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain_quantized(const PlainQuantized& plain,
                                                         device::Device& device) {
  const Tactic* tactic = plain_tactic(plain.sums.family);
  NIGHTJAR_ASSIGN(auto inner, tactic->open(plain.sums, "", {}, device));
  std::unique_ptr<Launchable> opened =
      std::make_unique<PlainQuantizedLaunch>(plain, std::move(inner), device.info().cores);
  return opened;
}

}  // namespace nightjar::kernels
