// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pool.onednn.v1: oneDNN's pooling. A configuration is the name of one of its implementations.
#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/onednn/choice.h"
#include "kernels/pool/pool.h"
#include "kernels/pool/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using Forward = dnnl::pooling_v2_forward;

dnnl::algorithm algorithm_of(const PoolProblem& pool) {
  if (pool.kind == PoolKind::kMax) return dnnl::algorithm::pooling_max;
  return pool.count_include_pad ? dnnl::algorithm::pooling_avg_include_padding
                                : dnnl::algorithm::pooling_avg_exclude_padding;
}

/// How far the last window reaches behind x, along each axis; it may be less than the padding.
Dims reached_pads(const PoolProblem& pool) {
  const Dims x = dims_of(pool.x), y = dims_of(pool.y);
  Dims pads;
  for (size_t i = 0; i < pool.kernel.size(); ++i) {
    const Window& window = pool.window;
    const int64_t reach = (pool.kernel[i] - 1) * window.dilations[i] + 1;
    pads.push_back((y[i + 2] - 1) * window.strides[i] + reach - x[i + 2] - window.pads_begin[i]);
  }
  return pads;
}

/// What oneDNN can be asked at all. It divides by the whole window when padding counts, so no
/// window may overhang the padding then; and no window may miss x altogether.
bool is_expressible(const PoolProblem& pool) {
  // A largest byte is exact; a mean of bytes rounds as oneDNN likes.
  const bool are_bytes = pool.x.type == DataType::kInt8 || pool.x.type == DataType::kUInt8;
  const bool types_fit = pool.x.type == DataType::kFloat32 || pool.x.type == DataType::kBFloat16 ||
                         (are_bytes && pool.kind == PoolKind::kMax);
  if (!types_fit || pool.has_indices() || pool.kind == PoolKind::kLp) return false;
  const Dims reached = reached_pads(pool);
  for (size_t i = 0; i < pool.kernel.size(); ++i) {
    const int64_t reach = (pool.kernel[i] - 1) * pool.window.dilations[i] + 1;
    if (reached[i] >= reach || pool.window.pads_begin[i] >= reach) return false;
    const bool overhangs = reached[i] > pool.window.pads_end[i];
    if (overhangs && pool.kind == PoolKind::kAverage && pool.count_include_pad) return false;
  }
  return true;
}

onednn::Implementations implementations(const PoolProblem& pool) {
  Dims dilations = pool.window.dilations;
  for (int64_t& dilation : dilations) dilation -= 1;
  const Forward::desc desc(dnnl::prop_kind::forward_inference, algorithm_of(pool),
                           onednn::desc_of(pool.x), onednn::desc_of(pool.y), pool.window.strides,
                           pool.kernel, dilations, pool.window.pads_begin, reached_pads(pool));
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return onednn::implementations_from(
      Forward::primitive_desc(desc, attributes, onednn::cpu_engine()));
}

class OnednnPoolTactic final : public Tactic {
 public:
  std::string_view name() const override { return "pool.onednn.v1"; }
  std::string_view family() const override { return "pool"; }
  TacticSource source() const override { return TacticSource::kOneDnn; }

  bool supports(const Problem& problem, const device::DeviceInfo& info) const override {
    return !configs(problem, info).empty();
  }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    if (!bound.ok()) return {};
    const auto pool = PoolProblem::from_problem(*bound);
    if (!pool.ok() || !is_expressible(*pool)) return {};
    const ThreadScope threads(info.cores);
    try {
      return onednn::names_of(implementations(*pool));
    } catch (const dnnl::error&) {
      return {};
    }
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const PoolProblem pool, PoolProblem::from_problem(problem));
    if (tensor::element_count(dims_of(pool.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    // Real extents may overhang where the nominal ones did not.
    if (!is_expressible(pool)) return pool_plain_tactic()->open(problem, "", {}, device);
    const int threads = device.info().cores;
    const ThreadScope scope(threads);
    return onednn::guarded("pool.onednn.v1", [&]() -> std::unique_ptr<Launchable> {
      const auto found = implementations(pool);
      const auto& chosen = onednn::choose(found, config);
      auto launch = std::make_unique<onednn::PrimitiveLaunch>(threads);
      launch->add_step(onednn::make_primitive(chosen),
                       {onednn::input(DNNL_ARG_SRC, chosen.query_md(dnnl::query::src_md), 0),
                        onednn::output(DNNL_ARG_DST, chosen.query_md(dnnl::query::dst_md), 0),
                        launch->workspace(DNNL_ARG_SCRATCHPAD, chosen.scratchpad_desc())});
      return launch;
    });
  }
};

}  // namespace

const Tactic* pool_onednn_tactic() {
  static const OnednnPoolTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
