// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_conv.plain.v1 and quantized_gemm.plain.v1.
#include "kernels/conv/conv.h"
#include "kernels/gemm/gemm.h"
#include "kernels/quantized/plain_quantized.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/quantized_gemm.h"
#include "kernels/quantized/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

tensor::TensorDesc in_float64(tensor::TensorDesc desc) {
  desc.type = DataType::kFloat64;
  return desc;
}

Result<PlainQuantized> plain_conv(const Problem& problem) {
  NIGHTJAR_ASSIGN(const QuantizedConvProblem conv, QuantizedConvProblem::from_problem(problem));
  ConvProblem sums;
  sums.x = in_float64(conv.x);
  sums.w = in_float64(conv.w);
  sums.y = in_float64(conv.y);
  sums.window = conv.window;
  sums.group = conv.group;
  PlainQuantized plain{sums.to_problem(), problem, conv.requantization, 1, 1, false};
  const tensor::Dims y = dims_of(conv.y);
  plain.channels = y[1];
  plain.is_channel_line = conv.y.layout == tensor::Layout::kChannelsLast;
  const int64_t planes = y[0] * y[1];
  plain.line =
      plain.is_channel_line ? y[1] : tensor::element_count(y) / std::max<int64_t>(planes, 1);
  return plain;
}

Result<PlainQuantized> plain_gemm(const Problem& problem) {
  NIGHTJAR_ASSIGN(const QuantizedGemmProblem gemm, QuantizedGemmProblem::from_problem(problem));
  GemmProblem sums;
  sums.a = in_float64(gemm.a);
  sums.b = in_float64(gemm.b);
  sums.y = in_float64(gemm.y);
  sums.trans_b = gemm.trans_b;
  const int64_t columns = dims_of(gemm.y).back();
  return PlainQuantized{sums.to_problem(), problem, gemm.requantization, columns, columns, true};
}

using MakePlain = Result<PlainQuantized> (*)(const Problem&);
using Check = bool (*)(const Problem&);

class PlainQuantizedTactic final : public Tactic {
 public:
  PlainQuantizedTactic(std::string family, Check check, MakePlain make)
      : family_(std::move(family)), name_(family_ + ".plain.v1"), check_(check), make_(make) {}

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return family_; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    return check_(problem);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const PlainQuantized plain, make_(problem));
    return open_plain_quantized(plain, device);
  }

 private:
  std::string family_, name_;
  Check check_;
  MakePlain make_;
};

}  // namespace

const Tactic* quantized_conv_plain_tactic() {
  static const PlainQuantizedTactic kTactic(
      "quantized_conv",
      [](const Problem& problem) { return QuantizedConvProblem::from_problem(problem).ok(); },
      plain_conv);
  return &kTactic;
}

const Tactic* quantized_gemm_plain_tactic() {
  static const PlainQuantizedTactic kTactic(
      "quantized_gemm",
      [](const Problem& problem) { return QuantizedGemmProblem::from_problem(problem).ok(); },
      plain_gemm);
  return &kTactic;
}

}  // namespace nightjar::kernels
