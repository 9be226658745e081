// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pointwise.bytes.v1: the plain kernel with dequantising and quantising done in the reading and the
// writing of bytes.
#include "kernels/pointwise/byte_ends.h"
#include "kernels/pointwise/tactics.h"

namespace nightjar::kernels {
namespace {

std::optional<pointwise::BetweenBytes> parse(const Problem& problem) {
  const auto parsed = pointwise::PointwiseProblem::from_problem(problem);
  return parsed.ok() ? pointwise::between_bytes(*parsed) : std::nullopt;
}

class PointwiseBytesTactic final : public Tactic {
 public:
  std::string_view name() const override { return "pointwise.bytes.v1"; }
  std::string_view family() const override { return "pointwise"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo& info) const override {
    return parse(problem) && plain_tactic("pointwise")->supports(problem, info);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    const auto between = parse(problem);
    if (!between) return unsupported("pointwise.bytes.v1 needs bytes that are dequantised.");
    return pointwise::open_between(*between, device.info().cores);
  }
};

}  // namespace

const Tactic* pointwise_bytes_tactic() {
  static const PointwiseBytesTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
