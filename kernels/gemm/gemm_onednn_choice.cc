// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm_onednn_choice.h"

namespace nightjar::kernels {
namespace {

using dnnl::memory;
using onednn::MemoryDesc;
using tensor::Dims;

const std::string kMatmul = "matmul ";
const std::string kInnerProduct = "inner_product ";

/// A stack of matrices; a transposed one is stored columns first.
MemoryDesc matrices(const Dims& batch, int64_t rows, int64_t columns, bool transposed,
                    tensor::DataType type) {
  Dims dims = batch, strides = tensor::row_major_strides(batch);
  for (int64_t& stride : strides) stride *= rows * columns;
  dims.insert(dims.end(), {rows, columns});
  strides.insert(strides.end(), {transposed ? 1 : columns, transposed ? rows : 1});
  return MemoryDesc(dims, *onednn::data_type_of(type), strides);
}

Dims padded(const Dims& dims, size_t rank) {
  Dims result(rank - dims.size(), 1);
  result.insert(result.end(), dims.begin(), dims.end());
  return result;
}

/// What a bound gemm is to oneDNN.
struct Operands {
  MemoryDesc a, b, y;
  std::optional<MemoryDesc> native_bias, added_bias, residual;
  bool is_flat = false;  ///< One product of two matrices.
};

bool is_per_column(const Dims& bias, int64_t n) {
  return !bias.empty() && bias.back() == n && tensor::element_count(bias) == n;
}

/// The bias's extents beside a flat product, when it can stand there.
std::optional<Dims> flat_bias(const Dims& bias, const Dims& y, int64_t m, int64_t n) {
  if (is_per_column(bias, n)) return Dims{1, n};
  if (y.size() == 2) return padded(bias, 2);
  if (tensor::element_count(bias) == m * n) return Dims{m, n};
  return std::nullopt;
}

void describe_bias(const GemmProblem& gemm, const Dims& extents, Operands& operands) {
  const MemoryDesc desc = onednn::row_major(extents, *onednn::data_type_of(gemm.bias.type));
  const bool native = gemm.alpha == 1 && is_per_column(extents, *gemm.n().constant());
  (native ? operands.native_bias : operands.added_bias) = desc;
}

Operands describe(const GemmProblem& gemm) {
  const GemmExtents extents = gemm_extents(gemm);
  const Dims y = dims_of(gemm.y);
  Operands operands;
  operands.is_flat = extents.batch() == 1;
  if (gemm.has_bias()) {
    const Dims bias = dims_of(gemm.bias);
    const auto flat = operands.is_flat ? flat_bias(bias, y, extents.m, extents.n) : std::nullopt;
    operands.is_flat = flat.has_value();
    describe_bias(gemm, flat ? *flat : padded(bias, y.size()), operands);
  }
  const auto batch_of = [&](const tensor::TensorDesc& desc) {
    if (operands.is_flat) return Dims{};
    const Dims dims = padded(dims_of(desc), y.size());
    return Dims(dims.begin(), dims.end() - 2);
  };
  const int64_t m = operands.is_flat ? extents.m : *gemm.m().constant();
  const int64_t n = extents.n, k = extents.k;
  operands.a = matrices(batch_of(gemm.a), m, k, gemm.trans_a, gemm.a.type);
  operands.b = matrices(batch_of(gemm.b), k, n, gemm.trans_b, gemm.b.type);
  operands.y = matrices(batch_of(gemm.y), m, n, false, gemm.y.type);
  if (gemm.has_residual()) {
    operands.residual = matrices(batch_of(gemm.y), m, n, false, gemm.residual.type);
  }
  return operands;
}

dnnl::primitive_attr attributes_of(const GemmProblem& gemm, const Operands& operands) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  if (gemm.alpha != 1) attributes.set_output_scales(0, {static_cast<float>(gemm.alpha)});
  dnnl::post_ops ops;
  if (operands.added_bias) {
    ops.append_binary(dnnl::algorithm::binary_add, *operands.added_bias);
  }
  onednn::append_epilogue(operands.residual, gemm.activation, ops);
  attributes.set_post_ops(ops);
  return attributes;
}

onednn::Implementations matmuls(const GemmProblem& gemm, const Operands& operands,
                                const MemoryDesc& b) {
  const auto desc = operands.native_bias
                        ? dnnl::matmul::desc(operands.a, b, *operands.native_bias, operands.y)
                        : dnnl::matmul::desc(operands.a, b, operands.y);
  return onednn::implementations_from(
      dnnl::matmul::primitive_desc(desc, attributes_of(gemm, operands), onednn::cpu_engine()));
}

onednn::Implementations inner_products(const GemmProblem& gemm, const Operands& operands,
                                       const MemoryDesc& weights) {
  using Forward = dnnl::inner_product_forward;
  const auto kind = dnnl::prop_kind::forward_inference;
  const MemoryDesc bias =
      operands.native_bias ? operands.native_bias->reshape({*gemm.n().constant()}) : MemoryDesc();
  const auto desc = operands.native_bias
                        ? Forward::desc(kind, operands.a, weights, bias, operands.y)
                        : Forward::desc(kind, operands.a, weights, operands.y);
  return onednn::implementations_from(
      Forward::primitive_desc(desc, attributes_of(gemm, operands), onednn::cpu_engine()));
}

/// The implementations of the primitive that `config` names, and its way to see b.
onednn::Implementations implementations(const GemmProblem& gemm, const Operands& operands,
                                        const std::string& config, bool packs,
                                        MemoryDesc& plain_b) {
  const bool is_inner_product = config.starts_with(kInnerProduct);
  if (is_inner_product && (!operands.is_flat || gemm.trans_a)) {
    throw dnnl::error(dnnl_unimplemented, "an inner product takes two plain matrices");
  }
  // An inner product's weights are [N, K]: b seen from the other side.
  plain_b = is_inner_product ? operands.b.permute_axes({1, 0}) : operands.b;
  const MemoryDesc b = packs ? onednn::any_order(plain_b) : plain_b;
  return is_inner_product ? inner_products(gemm, operands, b) : matmuls(gemm, operands, b);
}

std::string implementation_in(const std::string& config) {
  const size_t space = config.find(' ');
  return space == std::string::npos ? "" : config.substr(space + 1);
}

}  // namespace

GemmChoice choose_gemm(const GemmProblem& gemm, const std::string& config, bool packs) {
  const Operands operands = describe(gemm);
  GemmChoice choice;
  const auto found = implementations(gemm, operands, config, packs, choice.plain_b);
  choice.implementation = onednn::choose(found, implementation_in(config));
  choice.bias_is_added = operands.added_bias.has_value();
  choice.bias = choice.bias_is_added ? operands.added_bias : operands.native_bias;
  if (choice.bias && !choice.bias_is_added) {
    choice.bias = choice.implementation.query_md(dnnl::query::weights_md, 1);
  }
  choice.residual = operands.residual;
  return choice;
}

std::vector<std::string> gemm_configs(const GemmProblem& gemm) {
  std::vector<std::string> configs;
  const Operands operands = describe(gemm);
  for (const std::string& kind : {kMatmul, kInnerProduct}) {
    try {
      MemoryDesc plain_b;
      const auto found = implementations(gemm, operands, kind, true, plain_b);
      for (const std::string& name : onednn::names_of(found)) configs.push_back(kind + name);
    } catch (const dnnl::error&) {
      // This primitive cannot do it; the other one may.
    }
  }
  return configs;
}

}  // namespace nightjar::kernels
