// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.onednn.v1: oneDNN's convolutions, constant weights packed at build. A configuration is the
// name of one of its implementations: "brgconv:avx512_core", "jit_wino_4x3:avx512_core", …
#include "kernels/common/threads.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/tactics.h"
#include "kernels/onednn/choice.h"
#include "kernels/onednn/contraction.h"
#include "kernels/onednn/contraction_tactic.h"
#include "kernels/onednn/weights.h"

namespace nightjar::kernels {
namespace {

using onednn::MemoryDesc;
using Forward = dnnl::convolution_forward;

/// [O, C/g, k...] as it is given, in oneDNN's axes.
MemoryDesc plain_weights(const ConvProblem& conv) {
  tensor::Dims dims = dims_of(conv.w);
  if (conv.group > 1) {
    dims[0] /= conv.group;
    dims.insert(dims.begin(), conv.group);
  }
  return onednn::row_major(dims, *onednn::data_type_of(conv.w.type));
}

/// oneDNN 2.6's convolution by matrix product adds a channels-last residual at wrong places.
bool is_wrong(const ConvProblem& conv, const dnnl::primitive_desc_base& implementation) {
  const std::string_view name = implementation.impl_info_str();
  return name.find("gemm") != name.npos && conv.has_residual() &&
         conv.y.layout == tensor::Layout::kChannelsLast;
}

Forward::desc describe(const ConvProblem& conv, dnnl::algorithm algorithm,
                       const MemoryDesc& weights) {
  const auto kind = dnnl::prop_kind::forward_inference;
  const MemoryDesc x = onednn::desc_of(conv.x), y = onednn::desc_of(conv.y);
  const onednn::WindowDims window = onednn::window_of(conv);
  if (!conv.has_bias()) {
    return Forward::desc(kind, algorithm, x, weights, y, window.strides, window.dilations,
                         window.pads_begin, window.pads_end);
  }
  return Forward::desc(kind, algorithm, x, weights, onednn::desc_of(conv.bias), y, window.strides,
                       window.dilations, window.pads_begin, window.pads_end);
}

onednn::Implementations implementations(const ConvProblem& conv, dnnl::algorithm algorithm,
                                        const MemoryDesc& weights) {
  const Forward::desc desc = describe(conv, algorithm, weights);
  const auto attributes = onednn::contraction_attributes(conv);
  auto found =
      onednn::implementations_from(Forward::primitive_desc(desc, attributes, onednn::cpu_engine()));
  std::erase_if(found, [&](const auto& implementation) { return is_wrong(conv, implementation); });
  return found;
}

bool is_winograd(const std::string& config) { return config.find("wino") != std::string::npos; }

dnnl::primitive_desc_base choose(const ConvProblem& conv, const std::string& config) {
  const MemoryDesc weights = onednn::any_order(plain_weights(conv));
  if (is_winograd(config)) {
    try {
      return onednn::choose(implementations(conv, dnnl::algorithm::convolution_winograd, weights),
                            config);
    } catch (const dnnl::error&) {
      // The real extents may lack what the nominal ones had.
    }
  }
  return onednn::choose(implementations(conv, dnnl::algorithm::convolution_direct, weights),
                        config);
}

std::vector<std::string> names_of(const ConvProblem& conv, dnnl::algorithm algorithm) {
  try {
    const auto weights = onednn::any_order(plain_weights(conv));
    return onednn::names_of(implementations(conv, algorithm, weights));
  } catch (const dnnl::error&) {
    return {};
  }
}

class OnednnConvTactic final : public onednn::ContractionTactic<ConvProblem> {
 public:
  OnednnConvTactic() : ContractionTactic("conv") {}

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto conv = nominal(problem);
    if (!conv.ok() || !onednn::has_contraction_types(*conv)) return {};
    const ThreadScope threads(info.cores);
    std::vector<std::string> names = names_of(*conv, dnnl::algorithm::convolution_direct);
    for (std::string& name : names_of(*conv, dnnl::algorithm::convolution_winograd)) {
      names.push_back(std::move(name));
    }
    return names;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override {
    if (constants.size() < 2 || !constants[1].defined()) return Prepared{};
    NIGHTJAR_ASSIGN(const ConvProblem conv, nominal(problem));
    const ThreadScope threads(device.info().cores);
    return onednn::guarded("conv.onednn.v1", [&] {
      const MemoryDesc plain = plain_weights(conv);
      const MemoryDesc wanted = choose(conv, config).query_md(dnnl::query::weights_md);
      // Winograd's order depends on the extents and cannot be turned into another: transforming at
      // load, which other extents need, takes longer than all else.
      if (!is_winograd(config)) {
        return Prepared{onednn::pack_weights(plain, constants[1].bytes(), wanted), {1}};
      }
      auto packed = onednn::pack_weights_twice(plain, constants[1].bytes(), wanted);
      return Prepared{std::move(packed.blob), {1}, packed.spare_bytes};
    });
  }

 private:
  Result<std::unique_ptr<Launchable>> open_bound(const ConvProblem& conv, const std::string& config,
                                                 std::span<const std::byte> blob,
                                                 int threads) const override {
    const MemoryDesc plain = plain_weights(conv);
    NIGHTJAR_ASSIGN(const auto chosen,
                    onednn::guarded("conv.onednn.v1", [&] { return choose(conv, config); }));
    std::optional<onednn::PackedWeights> packed;
    if (!blob.empty()) {
      const MemoryDesc wanted = chosen.query_md(dnnl::query::weights_md);
      NIGHTJAR_ASSIGN(packed, is_winograd(config) ? onednn::read_either(blob, plain, wanted)
                                                  : onednn::read_weights(blob, plain));
    }
    return onednn::guarded("conv.onednn.v1", [&] {
      return onednn::contraction_launch(conv, chosen, plain, packed, threads);
    });
  }
};

}  // namespace

const Tactic* conv_onednn_tactic() {
  static const OnednnConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
