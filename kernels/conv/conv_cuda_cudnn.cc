// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.cudnn.v1: cuDNN's kernels with bias, residual and activation in the same graph.
#include "kernels/conv/conv_cuda.h"
#include "kernels/cuda/cudnn/graph.h"

#ifdef NIGHTJAR_HAS_CUDNN

#include <limits>

#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;

constexpr std::string_view kName = "conv.cudnn.v1";
/// The library's first choices; further ones are seldom better, and each is compiled to be timed.
constexpr int kChoices = 2;
/// Channels whose rows of 16-bit elements begin at multiples of 16 bytes.
constexpr int64_t kRun = 8;

enum Operand : int64_t { kX = 1, kW, kBias, kResidual, kY, kInner };

cudnnDataType_t type_of(DataType type) {
  if (type == DataType::kFloat16) return CUDNN_DATA_HALF;
  return type == DataType::kBFloat16 ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
}

/// Where only the library knows the function.
std::optional<cudnnPointwiseMode_t> mode_of(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::kSigmoid:
      return CUDNN_POINTWISE_SIGMOID_FWD;
    case ActivationKind::kTanh:
      return CUDNN_POINTWISE_TANH_FWD;
    case ActivationKind::kSilu:
      return CUDNN_POINTWISE_SWISH_FWD;
    case ActivationKind::kGelu:
      return CUDNN_POINTWISE_GELU_FWD;
    case ActivationKind::kGeluTanh:
      return CUDNN_POINTWISE_GELU_APPROX_TANH_FWD;
    default:
      return std::nullopt;
  }
}

bool is_clip(const Activation& activation) {
  return activation.kind == ActivationKind::kRelu ||
         (activation.kind == ActivationKind::kClip && activation.alpha == 0);
}

bool is_expressible(const Activation& activation) {
  return activation.kind == ActivationKind::kNone || is_clip(activation) ||
         mode_of(activation.kind).has_value();
}

/// Channels last, however many spatial axes.
cudnn::TensorSpec spec_of(const Dims& dims, DataType type, int64_t id) {
  cudnn::TensorSpec spec{type_of(type), dims, std::vector<int64_t>(dims.size()), id};
  spec.strides[1] = 1;
  int64_t stride = dims[1];
  for (size_t axis = dims.size() - 1; axis >= 2; --axis) {
    spec.strides[axis] = stride;
    stride *= dims[axis];
  }
  spec.strides[0] = stride;
  return spec;
}

/// Builds the graph of one bound convolution, an edge after the other.
class ConvGraph {
 public:
  explicit ConvGraph(const ConvProblem& conv) : conv_(conv), y_dims_(dims_of(conv.y)) {
    edges_left_ = 1 + (conv.has_bias() ? 1 : 0) + (conv.has_residual() ? 1 : 0) +
                  (conv.activation.kind == ActivationKind::kNone ? 0 : 1);
  }

  Result<cudnn::ExecutionPlan> plan(int rank) {
    const auto x = graph_.tensor(spec_of(dims_of(conv_.x), conv_.x.type, kX));
    const auto w = graph_.tensor(spec_of(dims_of(conv_.w), conv_.w.type, kW));
    cudnn::Descriptor sum = next_edge();
    const Window& window = conv_.window;
    graph_.convolve({window.strides, window.dilations, window.pads_begin, window.pads_end}, x, w,
                    sum);
    if (conv_.has_bias()) sum = add(sum, bias());
    if (conv_.has_residual()) {
      sum = add(sum, graph_.tensor(spec_of(y_dims_, conv_.residual.type, kResidual)));
    }
    activate(sum);
    return graph_.plan(rank);
  }

 private:
  /// y itself when it is the last one.
  cudnn::Descriptor next_edge() {
    if (--edges_left_ == 0) return graph_.tensor(spec_of(y_dims_, conv_.y.type, kY));
    cudnn::TensorSpec spec = spec_of(y_dims_, DataType::kFloat32, kInner + edges_left_);
    spec.is_virtual = true;
    return graph_.tensor(spec);
  }

  cudnn::Descriptor bias() {
    Dims dims(y_dims_.size(), 1);
    dims[1] = y_dims_[1];
    return graph_.tensor(spec_of(dims, conv_.bias.type, kBias));
  }

  cudnn::Descriptor add(cudnn::Descriptor sum, cudnn::Descriptor more) {
    const cudnn::Descriptor y = next_edge();
    graph_.apply(CUDNN_POINTWISE_ADD, sum, more, y);
    return y;
  }

  void activate(cudnn::Descriptor sum) {
    const Activation& activation = conv_.activation;
    if (activation.kind == ActivationKind::kNone) return;
    if (is_clip(activation)) {
      const bool has_top = activation.kind == ActivationKind::kClip;
      graph_.clip(0, has_top ? activation.beta : std::numeric_limits<float>::max(), sum,
                  next_edge());
    } else {
      graph_.apply(*mode_of(activation.kind), sum, nullptr, next_edge());
    }
  }

  const ConvProblem& conv_;
  Dims y_dims_;
  int64_t edges_left_;
  cudnn::GraphBuilder graph_;
};

class CudnnConvLaunch final : public Launchable {
 public:
  CudnnConvLaunch(cudnn::ExecutionPlan plan, device::Buffer weights, const ConvProblem& conv)
      : plan_(std::move(plan)), weights_(std::move(weights)), conv_(conv) {}

  size_t workspace_bytes() const override { return plan_.workspace_bytes(); }

  Status launch(const LaunchArguments& arguments) override {
    std::array<int64_t, 5> ids = {kX, kW, kY};
    std::array<void*, 5> pointers = {const_cast<void*>(arguments.inputs[0]), weights_.data(),
                                     arguments.outputs[0]};
    size_t count = 3;
    const auto give = [&](int64_t id, size_t input) {
      ids[count] = id;
      pointers[count++] = const_cast<void*>(arguments.inputs[input]);
    };
    if (conv_.has_bias()) give(kBias, 2);
    if (conv_.has_residual()) give(kResidual, 3);
    return plan_.launch(std::span(ids).first(count), std::span(pointers).first(count),
                        arguments.workspace, arguments.stream->native());
  }

 private:
  cudnn::ExecutionPlan plan_;
  device::Buffer weights_;
  ConvProblem conv_;
};

class CudnnConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }
  TacticSource source() const override { return TacticSource::kCudnn; }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> texts;
    for (int rank = 0; rank < kChoices; ++rank) texts.push_back(cudnn::config_of(rank));
    return texts;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(auto prepared, prepare_conv_weights(packing_of(conv), constants));
    if (prepared.blob.empty()) return unsupported(std::string(kName) + " wants constant weights.");
    return prepared;
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const int rank, cudnn::rank_of(config));
    NIGHTJAR_ASSIGN(auto plan, ConvGraph(conv).plan(rank));
    NIGHTJAR_ASSIGN(auto weights, cuda::upload(blob, device));
    return std::unique_ptr<Launchable>(
        std::make_unique<CudnnConvLaunch>(std::move(plan), std::move(weights), conv));
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && cudnn::library().ok() && is_cuda_conv(*conv) && conv->group == 1 &&
           conv->x.type != DataType::kFloat32 && conv->x.shape.size() == 4 &&
           conv->x.layout == tensor::Layout::kChannelsLast && conv->y.layout == conv->x.layout &&
           *conv->w.shape[1].constant() % kRun == 0 && *conv->w.shape[0].constant() % kRun == 0 &&
           is_expressible(conv->activation);
  }
};

}  // namespace

const Tactic* conv_cudnn_tactic() {
  static const CudnnConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels

#else

namespace nightjar::kernels {

const Tactic* conv_cudnn_tactic() { return nullptr; }

}  // namespace nightjar::kernels

#endif
