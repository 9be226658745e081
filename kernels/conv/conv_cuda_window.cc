// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.window.v1: one small filter a channel, channels last, windows in shared memory.
#include "kernels/conv/conv_cuda.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.window.v1";

class WindowConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  /// Rows of y that a block makes.
  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    return {"rows 4", "rows 8", "rows 14"};
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return prepare_conv_weights(packing_by_tap(conv), constants);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    const int rows = config == "rows 4" ? 4 : config == "rows 8" ? 8 : config == "rows 14" ? 14 : 0;
    if (rows == 0) {
      return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    }
    return CudaConvLaunch::open(
        packing_by_tap(conv), conv.y.type, blob, device,
        [depthwise = depthwise_of(conv), rows, element = *cuda::element_of(conv.y.type)](
            const CudaConvLaunch::Operands& operands, void* stream) mutable -> Status {
          if (depthwise.is_empty()) return {};
          set_pointers(depthwise, operands);
          return cuda::launched(cuda::launch_depthwise_window(depthwise, element, rows, stream),
                                kName);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    if (!conv.ok() || !is_depthwise(*conv) || conv->x.shape.size() != 4) return false;
    const auto height = conv->w.shape[2].constant(), width = conv->w.shape[3].constant();
    const auto& strides = conv->window.strides;
    return conv->x.type != tensor::DataType::kFloat32 && conv->group % 8 == 0 && height == width &&
           (*width == 3 || *width == 5 || *width == 7) && strides[0] == strides[1] &&
           (strides[0] == 1 || strides[0] == 2) && conv->window.dilations[0] == 1 &&
           conv->window.dilations[1] == 1;
  }
};

}  // namespace

const Tactic* conv_window_cuda_tactic() {
  static const WindowConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
