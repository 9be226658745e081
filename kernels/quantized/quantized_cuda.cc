// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_cuda.h"

#include <cstring>

#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/conv/conv_cuda.h"
#include "kernels/gemm/gemm_cuda.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/quantized_gemm.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

/// Bytes that are copied at a time.
constexpr int64_t kRun = 16;

bool is_multiple_of_run(const tensor::Dim& extent) {
  return extent.constant() && *extent.constant() > 0 && *extent.constant() % kRun == 0;
}

/// The convolution whose sums these are; its types do not matter.
ConvProblem sums_of(const QuantizedConvProblem& conv) {
  ConvProblem sums;
  sums.x = conv.x;
  sums.w = conv.w;
  sums.y = conv.y;
  sums.window = conv.window;
  sums.group = conv.group;
  sums.activation = conv.requantization.activation;
  return sums;
}

GemmProblem sums_of(const QuantizedGemmProblem& gemm) {
  GemmProblem sums;
  sums.a = gemm.a;
  sums.b = gemm.b;
  sums.y = gemm.y;
  sums.trans_b = gemm.trans_b;
  sums.activation = gemm.requantization.activation;
  return sums;
}

cuda::Requantizing requantizing_of(const Problem& problem, const Requantization& given) {
  const auto element = [](DataType type) {
    return cuda::value_element_of(type).value_or(cuda::Element::kFloat32);
  };
  cuda::Requantizing bytes;
  bytes.residual = element(problem.inputs[kResidual].type);
  bytes.y = element(problem.outputs[0].type);
  bytes.residual_scale = static_cast<float>(given.residual_scale);
  bytes.residual_zero = static_cast<float>(given.residual_zero);
  bytes.y_steps = static_cast<float>(1 / given.y_scale);
  bytes.y_zero = static_cast<float>(given.y_zero);
  return bytes;
}

bool is_byte_product(const Problem& problem, const Requantization& given) {
  const DataType residual = problem.inputs[kResidual].type;
  return problem.inputs[kQuantizedX].type == DataType::kInt8 && given.x_zero == 0 &&
         (residual == DataType::kUndefined || cuda::value_element_of(residual)) &&
         cuda::value_element_of(problem.outputs[0].type);
}

bool solves_conv(const QuantizedConvProblem& conv, const Problem& problem) {
  return is_byte_product(problem, conv.requantization) && conv.group == 1 &&
         conv.x.shape.size() <= 4 && conv.x.layout == tensor::Layout::kChannelsLast &&
         tensor::constant_dims(conv.w.shape) && is_multiple_of_run(conv.w.shape[1]);
}

bool solves_gemm(const QuantizedGemmProblem& gemm, const Problem& problem) {
  return is_byte_product(problem, gemm.requantization) && is_multiple_of_run(gemm.k()) &&
         gemm.n().constant() && gemm.y.shape.size() <= 4;
}

class ByteLaunch final : public Launchable {
 public:
  using Run = std::function<int(const cuda::Contraction&, void*)>;

  ByteLaunch(std::string_view name, const cuda::Contraction& contraction, device::Buffer weights,
             Run run)
      : name_(name),
        contraction_(contraction),
        weights_(std::move(weights)),
        run_(std::move(run)) {}

  Status launch(const LaunchArguments& arguments) override {
    contraction_.a = arguments.inputs[kQuantizedX];
    contraction_.b = weights_.data();
    contraction_.known_b = true;
    contraction_.y = arguments.outputs[0];
    cuda::Epilogue& epilogue = contraction_.epilogue;
    epilogue.bias = arguments.inputs[kBias];
    epilogue.residual = arguments.inputs[kResidual];
    epilogue.bytes.scale = static_cast<const float*>(arguments.inputs[kScale]);
    return cuda::launched(run_(contraction_, arguments.stream->native()), name_);
  }

 private:
  std::string_view name_;  ///< Of the tactic, which lives as long as the program.
  cuda::Contraction contraction_;
  device::Buffer weights_;
  Run run_;
};

/// w as [outputs, taps, channels].
Result<std::vector<std::byte>> rows_of_b(const Problem& problem,
                                         std::span<const tensor::HostTensor> constants) {
  if (problem.family == "quantized_conv") {
    NIGHTJAR_ASSIGN(const auto conv, QuantizedConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(Prepared prepared, prepare_conv_weights(packing_of(sums_of(conv)), constants));
    return std::move(prepared.blob);
  }
  NIGHTJAR_ASSIGN(const auto gemm, QuantizedGemmProblem::from_problem(problem));
  const tensor::HostTensor& b = constants[kQuantizedW];
  if (!gemm.trans_b) return transposed(b, *gemm.k().constant(), *gemm.n().constant());
  const auto bytes = b.byte_span();
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

int rows_when_woven(int rows) {
  return (rows + cuda::kWovenRows - 1) / cuda::kWovenRows * cuda::kWovenRows;
}

/// Rows in the order of woven_row, zeros behind the last.
std::vector<std::byte> woven(const std::vector<std::byte>& rows, int count) {
  const size_t each = rows.size() / static_cast<size_t>(count);
  std::vector<std::byte> result(static_cast<size_t>(rows_when_woven(count)) * each);
  for (int row = 0; row < rows_when_woven(count); ++row) {
    const int from = cuda::woven_row(row);
    if (from >= count) continue;
    std::memcpy(result.data() + static_cast<size_t>(row) * each,
                rows.data() + static_cast<size_t>(from) * each, each);
  }
  return result;
}

/// A bound problem as the tensor cores want it, counted in two bytes and without pointers; b is
/// what prepare leaves.
Result<cuda::Contraction> byte_contraction(const Problem& bound) {
  cuda::Contraction contraction;
  if (bound.family == "quantized_conv") {
    NIGHTJAR_ASSIGN(const auto conv, QuantizedConvProblem::from_problem(bound));
    contraction = contraction_of(sums_of(conv));
    contraction.epilogue.bytes = requantizing_of(bound, conv.requantization);
  } else {
    NIGHTJAR_ASSIGN(const auto gemm, QuantizedGemmProblem::from_problem(bound));
    contraction = contraction_of(sums_of(gemm));
    contraction.b_row_stride = contraction.k;
    contraction.b_column_stride = 1;
    contraction.epilogue.bytes = requantizing_of(bound, gemm.requantization);
  }
  contraction.wide_y = false;
  return cuda::in_two_bytes(contraction, 1);
}

}  // namespace

std::vector<std::string> ByteTactic::configs(const Problem& problem,
                                             const device::DeviceInfo& info) const {
  const auto bound = bind_nominal(problem);
  const auto contraction = bound.ok() ? byte_contraction(*bound) : bound.error();
  return contraction.ok() ? cuts(*contraction, info) : std::vector<std::string>();
}

Result<Prepared> ByteTactic::prepare(const Problem& problem, const std::string&,
                                     std::span<const tensor::HostTensor> constants,
                                     device::Device&) const {
  if (constants.size() <= kQuantizedW || !constants[kQuantizedW].defined()) {
    return unsupported(name_ + " needs constant weights.");
  }
  const bool is_woven = weaves() && is_byte(problem.outputs[0].type);
  NIGHTJAR_ASSIGN(auto rows, rows_of_b(problem, constants));
  if (is_woven) {
    NIGHTJAR_ASSIGN(const Problem bound, bind_nominal(problem));
    NIGHTJAR_ASSIGN(const cuda::Contraction contraction, byte_contraction(bound));
    rows = woven(rows, contraction.n);
  }
  return Prepared{std::move(rows), {kQuantizedW}};
}

Result<std::unique_ptr<Launchable>> ByteTactic::open(const Problem& problem,
                                                     const std::string& config,
                                                     std::span<const std::byte> blob,
                                                     device::Device& device) const {
  NIGHTJAR_ASSIGN(cuda::Contraction contraction, byte_contraction(problem));
  contraction.is_woven = weaves() && is_byte(problem.outputs[0].type);
  if (contraction.m == 0 || contraction.n == 0) {
    return make_launchable([](const LaunchArguments&) { return Status(); });
  }
  const int rows = contraction.is_woven ? rows_when_woven(contraction.n) : contraction.n;
  const size_t wanted = static_cast<size_t>(rows) * contraction.b_row_stride * 2;
  if (blob.size() != wanted) return invalid_input("packed weights have another size.");
  NIGHTJAR_ASSIGN(Run run, run_of(contraction, config));
  NIGHTJAR_ASSIGN(device::Buffer weights, cuda::upload(blob, device));
  return std::unique_ptr<Launchable>(
      std::make_unique<ByteLaunch>(name(), contraction, std::move(weights), std::move(run)));
}

bool ByteTactic::solves(const Problem& problem) const {
  if (problem.family != family_) return false;
  if (family_ == "quantized_conv") {
    const auto conv = QuantizedConvProblem::from_problem(problem);
    return conv.ok() && solves_conv(*conv, problem);
  }
  const auto gemm = QuantizedGemmProblem::from_problem(problem);
  return gemm.ok() && solves_gemm(*gemm, problem);
}

}  // namespace nightjar::kernels
