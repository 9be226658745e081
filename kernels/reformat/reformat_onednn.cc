// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reformat.onednn.v1: oneDNN's reorders, for the types whose rounding is ours.
#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/onednn/onednn.h"
#include "kernels/reformat/reformat.h"
#include "kernels/reformat/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

bool has_our_types(const ReformatProblem& reformat) {
  const DataType from = reformat.x.type, to = reformat.y.type;
  const auto is_ours = [](DataType type) {
    return type == DataType::kFloat32 || type == DataType::kBFloat16;
  };
  return (is_ours(from) && is_ours(to)) || (from == to && onednn::data_type_of(from).has_value());
}

onednn::MemoryDesc describe(const tensor::TensorDesc& desc) {
  if (desc.layout != tensor::Layout::kRowMajor || !desc.shape.empty()) return onednn::desc_of(desc);
  return onednn::row_major({1}, *onednn::data_type_of(desc.type));
}

/// Throws dnnl::error.
dnnl::reorder::primitive_desc reorder_of(const ReformatProblem& reformat) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return dnnl::reorder::primitive_desc(onednn::cpu_engine(), describe(reformat.x),
                                       onednn::cpu_engine(), describe(reformat.y), attributes);
}

class OnednnReformatTactic final : public Tactic {
 public:
  std::string_view name() const override { return "reformat.onednn.v1"; }
  std::string_view family() const override { return "reformat"; }
  TacticSource source() const override { return TacticSource::kOneDnn; }

  bool supports(const Problem& problem, const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    if (!bound.ok()) return false;
    const auto reformat = ReformatProblem::from_problem(*bound);
    if (!reformat.ok() || !has_our_types(*reformat)) return false;
    const ThreadScope threads(info.cores);
    return onednn::guarded("reformat.onednn.v1", [&] { return reorder_of(*reformat); }).ok();
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ReformatProblem reformat, ReformatProblem::from_problem(problem));
    if (tensor::element_count(dims_of(reformat.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    const int threads = device.info().cores;
    const ThreadScope scope(threads);
    return onednn::guarded("reformat.onednn.v1", [&]() -> std::unique_ptr<Launchable> {
      const auto chosen = reorder_of(reformat);
      auto launch = std::make_unique<onednn::PrimitiveLaunch>(threads);
      launch->add_step(dnnl::reorder(chosen),
                       {onednn::input(DNNL_ARG_FROM, chosen.src_desc(), 0),
                        onednn::output(DNNL_ARG_TO, chosen.dst_desc(), 0),
                        launch->workspace(DNNL_ARG_SCRATCHPAD, chosen.scratchpad_desc())});
      return launch;
    });
  }
};

}  // namespace

const Tactic* reformat_onednn_tactic() {
  static const OnednnReformatTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
