// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pointwise.own.blocks.v1: the loops of plain over longer and shorter runs than its own. Short runs
// of long expressions stay in the first-level cache; in long runs more of what broadcasts repeats
// whole, and is read once. A configuration is the length: "b4096".
#include <algorithm>
#include <array>

#include "kernels/pointwise/pointwise.h"
#include "kernels/pointwise/tactics.h"

namespace nightjar::kernels {
namespace {

using pointwise::PointwiseProblem;

constexpr std::array<int64_t, 3> kBlocks = {128, 2048, 8192};

std::string name_of_block(int64_t block) { return "b" + std::to_string(block); }

bool is_float32(const tensor::TensorDesc& desc) { return desc.type == tensor::DataType::kFloat32; }

class PointwiseBlocksTactic final : public Tactic {
 public:
  std::string_view name() const override { return "pointwise.own.blocks.v1"; }
  std::string_view family() const override { return "pointwise"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto parsed = PointwiseProblem::from_problem(problem);
    return parsed.ok() && parsed->compute == pointwise::Compute::kFloat32 &&
           is_float32(parsed->output) &&
           std::all_of(parsed->inputs.begin(), parsed->inputs.end(), is_float32);
  }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> names;
    for (const int64_t block : kBlocks) names.push_back(name_of_block(block));
    return names;
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const PointwiseProblem parsed, PointwiseProblem::from_problem(problem));
    for (const int64_t block : kBlocks) {
      if (config != name_of_block(block)) continue;
      return pointwise::open_in_blocks(parsed, device.info().cores, block);
    }
    return invalid_input("pointwise.own.blocks.v1 has no configuration '" + config + "'.");
  }
};

}  // namespace

const Tactic* pointwise_blocks_tactic() {
  static const PointwiseBlocksTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
