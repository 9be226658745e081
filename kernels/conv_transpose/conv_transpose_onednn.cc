// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv_transpose.onednn.v1: oneDNN's deconvolutions, constant weights packed at build. A
// configuration is the name of one of its implementations.
#include "kernels/common/threads.h"
#include "kernels/conv/conv_geometry.h"
#include "kernels/conv_transpose/conv_transpose.h"
#include "kernels/conv_transpose/tactics.h"
#include "kernels/onednn/choice.h"
#include "kernels/onednn/contraction.h"
#include "kernels/onednn/contraction_tactic.h"
#include "kernels/onednn/weights.h"

namespace nightjar::kernels {
namespace {

using onednn::MemoryDesc;
using Forward = dnnl::deconvolution_forward;

/// [C, O/g, k...] as it is given; oneDNN's axes are [g,] O/g, C/g, k...
MemoryDesc plain_weights(const ConvTransposeProblem& conv) {
  tensor::Dims dims = dims_of(conv.w);
  const bool grouped = conv.group > 1;
  if (grouped) {
    dims[0] /= conv.group;
    dims.insert(dims.begin(), conv.group);
  }
  const MemoryDesc given = onednn::row_major(dims, *onednn::data_type_of(conv.w.type));
  std::vector<int> axes;
  for (int i = 0; i < static_cast<int>(dims.size()); ++i) axes.push_back(i);
  const size_t first = grouped ? 1 : 0;
  std::swap(axes[first], axes[first + 1]);
  return given.permute_axes(axes);
}

/// oneDNN has no output padding: the end padding is what y's extents leave over.
tensor::Dims end_pads(const ConvTransposeProblem& conv) {
  const tensor::Dims x = dims_of(conv.x), w = dims_of(conv.w), y = dims_of(conv.y);
  tensor::Dims pads;
  for (size_t i = 0; i + 2 < x.size(); ++i) {
    const Window& window = conv.window;
    const int64_t full = (x[i + 2] - 1) * window.strides[i] + (w[i + 2] - 1) * window.dilations[i];
    pads.push_back(full + 1 - window.pads_begin[i] - y[i + 2]);
  }
  return pads;
}

Forward::desc describe(const ConvTransposeProblem& conv) {
  const auto kind = dnnl::prop_kind::forward_inference;
  const auto algorithm = dnnl::algorithm::deconvolution_direct;
  const MemoryDesc x = onednn::desc_of(conv.x), y = onednn::desc_of(conv.y);
  const MemoryDesc weights = onednn::any_order(plain_weights(conv));
  const onednn::WindowDims window = onednn::window_of(conv);
  if (!conv.has_bias()) {
    return Forward::desc(kind, algorithm, x, weights, y, window.strides, window.dilations,
                         window.pads_begin, end_pads(conv));
  }
  return Forward::desc(kind, algorithm, x, weights, onednn::desc_of(conv.bias), y, window.strides,
                       window.dilations, window.pads_begin, end_pads(conv));
}

onednn::Implementations implementations(const ConvTransposeProblem& conv) {
  const Forward::desc desc = describe(conv);
  const auto attributes = onednn::contraction_attributes(conv);
  return onednn::implementations_from(
      Forward::primitive_desc(desc, attributes, onednn::cpu_engine()));
}

class OnednnConvTransposeTactic final : public onednn::ContractionTactic<ConvTransposeProblem> {
 public:
  OnednnConvTransposeTactic() : ContractionTactic("conv_transpose") {}

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto conv = nominal(problem);
    if (!conv.ok() || !onednn::has_contraction_types(*conv)) return {};
    const ThreadScope threads(info.cores);
    try {
      return onednn::names_of(implementations(*conv));
    } catch (const dnnl::error&) {
      return {};
    }
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override {
    if (constants.size() < 2 || !constants[1].defined()) return Prepared{};
    NIGHTJAR_ASSIGN(const ConvTransposeProblem conv, nominal(problem));
    const ThreadScope threads(device.info().cores);
    return onednn::guarded("conv_transpose.onednn.v1", [&] {
      const auto found = implementations(conv);
      const MemoryDesc wanted = onednn::choose(found, config).query_md(dnnl::query::weights_md);
      return Prepared{onednn::pack_weights(plain_weights(conv), constants[1].bytes(), wanted), {1}};
    });
  }

 private:
  Result<std::unique_ptr<Launchable>> open_bound(const ConvTransposeProblem& conv,
                                                 const std::string& config,
                                                 std::span<const std::byte> blob,
                                                 int threads) const override {
    const MemoryDesc plain = plain_weights(conv);
    std::optional<onednn::PackedWeights> packed;
    if (!blob.empty()) {
      NIGHTJAR_ASSIGN(packed, onednn::read_weights(blob, plain));
    }
    return onednn::guarded("conv_transpose.onednn.v1", [&] {
      const auto found = implementations(conv);
      const auto& chosen = onednn::choose(found, config);
      return onednn::contraction_launch(conv, chosen, plain, packed, threads);
    });
  }
};

}  // namespace

const Tactic* conv_transpose_onednn_tactic() {
  static const OnednnConvTransposeTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
