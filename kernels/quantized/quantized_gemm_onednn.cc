// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_gemm.onednn.v1: oneDNN's matmul and inner product of bytes, constant b packed at build.
// A configuration is "matmul IMPLEMENTATION" or "inner_product IMPLEMENTATION".
#include <memory>

#include "kernels/common/threads.h"
#include "kernels/onednn/choice.h"
#include "kernels/onednn/contraction_tactic.h"
#include "kernels/quantized/onednn_epilogue.h"
#include "kernels/quantized/quantized_gemm.h"
#include "kernels/quantized/tactics.h"

namespace nightjar::kernels {
namespace {

using onednn::MemoryDesc;
using Type = dnnl::memory::data_type;

const std::string kMatmul = "matmul ";
const std::string kInnerProduct = "inner_product ";

bool is_inner_product(const std::string& config) { return config.starts_with(kInnerProduct); }

std::string implementation_in(const std::string& config) {
  return config.substr(config.find(' ') + 1);
}

/// A bound problem as one product of two matrices.
struct FlatGemm {
  int64_t m = 0, n = 0, k = 0;
  MemoryDesc a, b, y;
  std::optional<MemoryDesc> residual;
};

FlatGemm flat(const QuantizedGemmProblem& gemm) {
  FlatGemm product;
  product.m = *gemm.rows().constant();
  product.n = *gemm.n().constant();
  product.k = *gemm.k().constant();
  const auto matrix = [](int64_t rows, int64_t columns, tensor::DataType type) {
    return onednn::row_major({rows, columns}, *onednn::data_type_of(type));
  };
  product.a = matrix(product.m, product.k, gemm.a.type);
  const tensor::Dims strides =
      gemm.trans_b ? tensor::Dims{1, product.k} : tensor::Dims{product.n, 1};
  product.b = MemoryDesc({product.k, product.n}, Type::s8, strides);
  product.y = matrix(product.m, product.n, gemm.y.type);
  if (gemm.has_residual()) {
    product.residual = matrix(product.m, product.n, gemm.residual.type);
  }
  return product;
}

/// b in the order of axes that the primitive of `config` has.
MemoryDesc plain_b(const FlatGemm& product, const std::string& config) {
  return is_inner_product(config) ? product.b.permute_axes({1, 0}) : product.b;
}

onednn::Implementations matmuls(const FlatGemm& product, const dnnl::primitive_attr& attributes,
                                const MemoryDesc& b) {
  const dnnl::matmul::desc desc(product.a, b, onednn::row_major({1, product.n}, Type::f32),
                                product.y);
  return onednn::implementations_from(
      dnnl::matmul::primitive_desc(desc, attributes, onednn::cpu_engine()));
}

onednn::Implementations inner_products(const FlatGemm& product,
                                       const dnnl::primitive_attr& attributes,
                                       const MemoryDesc& b) {
  using Forward = dnnl::inner_product_forward;
  const Forward::desc desc(dnnl::prop_kind::forward_inference, product.a, b,
                           onednn::row_major({product.n}, Type::f32), product.y);
  return onednn::implementations_from(
      Forward::primitive_desc(desc, attributes, onednn::cpu_engine()));
}

onednn::EpilogueTypes types_of(const QuantizedGemmProblem& gemm) {
  return {gemm.residual.type, gemm.y.type};
}

onednn::Implementations implementations(const QuantizedGemmProblem& gemm, const FlatGemm& product,
                                        const std::string& config,
                                        const std::vector<float>& scales) {
  const auto attributes =
      onednn::quantized_attributes(gemm.requantization, types_of(gemm), product.residual, scales);
  const MemoryDesc given = plain_b(product, config), any = onednn::any_order(given);
  auto found = is_inner_product(config) ? inner_products(product, attributes, any)
                                        : matmuls(product, attributes, any);
  std::erase_if(found, [&](const auto& implementation) {
    return !onednn::can_pack(given, implementation.query_md(dnnl::query::weights_md));
  });
  return found;
}

onednn::Implementations nominal_implementations(const QuantizedGemmProblem& gemm,
                                                const FlatGemm& product,
                                                const std::string& config) {
  return implementations(gemm, product, config,
                         std::vector<float>(static_cast<size_t>(product.n), 0.5f));
}

/// The sum of each column of b.
std::vector<double> column_sums(const QuantizedGemmProblem& gemm, const FlatGemm& product,
                                const tensor::HostTensor& b) {
  const auto values = b.as<int8_t>();
  std::vector<double> sums(static_cast<size_t>(product.n), 0.0);
  for (size_t i = 0; i < values.size(); ++i) {
    const size_t column =
        gemm.trans_b ? i / static_cast<size_t>(product.k) : i % static_cast<size_t>(product.n);
    sums[column] += values[i];
  }
  return sums;
}

class OnednnQuantizedGemmTactic final : public onednn::ContractionTactic<QuantizedGemmProblem> {
 public:
  OnednnQuantizedGemmTactic() : ContractionTactic("quantized_gemm") {}

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto gemm = nominal(problem);
    if (!gemm.ok() || *gemm->k().constant() == 0 ||
        !onednn::has_post_operations(gemm->requantization, types_of(*gemm))) {
      return {};
    }
    const ThreadScope threads(info.cores);
    const FlatGemm product = flat(*gemm);
    std::vector<std::string> configs;
    for (const std::string& kind : {kMatmul, kInnerProduct}) {
      const auto names = onednn::guarded(std::string(name()), [&] {
        return onednn::names_of(nominal_implementations(*gemm, product, kind));
      });
      if (!names.ok()) continue;  // the other primitive may do it
      for (const std::string& implementation : *names) configs.push_back(kind + implementation);
    }
    return configs;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const QuantizedGemmProblem gemm, nominal(problem));
    NIGHTJAR_ASSIGN(auto packed, packed_operands(name(), problem, constants));
    const ThreadScope threads(device.info().cores);
    return onednn::guarded(std::string(name()), [&] {
      const FlatGemm product = flat(gemm);
      const std::span<const float> bias =
          gemm.has_bias() ? constants[kBias].as<float>() : std::span<const float>();
      const auto numbers =
          onednn::sums_to_output(gemm.requantization, types_of(gemm), constants[kScale].as<float>(),
                                 bias, column_sums(gemm, product, constants[kQuantizedW]));
      const auto found = nominal_implementations(gemm, product, config);
      const MemoryDesc wanted =
          onednn::choose(found, implementation_in(config)).query_md(dnnl::query::weights_md);
      const auto weights =
          onednn::pack_weights(plain_b(product, config), constants[kQuantizedW].bytes(), wanted);
      return Prepared{onednn::pack_quantized(numbers, weights), std::move(packed)};
    });
  }

 private:
  Result<std::unique_ptr<Launchable>> open_bound(const QuantizedGemmProblem& gemm,
                                                 const std::string& config,
                                                 std::span<const std::byte> blob,
                                                 int threads) const override {
    const FlatGemm product = flat(gemm);
    NIGHTJAR_ASSIGN(const auto packed,
                    onednn::read_quantized(blob, product.n, plain_b(product, config)));
    return onednn::guarded(std::string(name()), [&] {
      const auto found = implementations(gemm, product, config, packed.output_scales);
      return onednn::quantized_launch(
          {onednn::choose(found, implementation_in(config)), packed, product.residual, threads});
    });
  }
};

}  // namespace

const Tactic* quantized_gemm_onednn_tactic() {
  static const OnednnQuantizedGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
