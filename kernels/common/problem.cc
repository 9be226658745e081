// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/problem.h"

#include <fmt/format.h>

#include <optional>

#include "base/check.h"
#include "base/digest.h"

namespace nightjar::kernels {
namespace {

using tensor::TensorDesc;

constexpr size_t kMaxOperands = 4096;

Result<TensorDesc> bind_desc(const TensorDesc& desc, const tensor::SymbolValues& symbols) {
  NIGHTJAR_ASSIGN(const tensor::Dims dims, tensor::evaluate(desc.shape, symbols));
  TensorDesc bound = desc;
  bound.shape = tensor::to_shape(dims);
  return bound;
}

Status bind_all(std::vector<TensorDesc>& descs, const tensor::SymbolValues& symbols,
                const std::string& where) {
  for (size_t i = 0; i < descs.size(); ++i) {
    if (descs[i].type == tensor::DataType::kUndefined) continue;
    auto bound = bind_desc(descs[i], symbols);
    if (!bound.ok()) return bound.error().in(fmt::format("{} {}", where, i));
    descs[i] = *std::move(bound);
  }
  return {};
}

std::string join(const std::vector<TensorDesc>& descs) {
  std::string text;
  for (const TensorDesc& desc : descs) {
    if (!text.empty()) text += ", ";
    text += desc.type == tensor::DataType::kUndefined ? "-" : tensor::to_string(desc);
  }
  return text;
}

std::string print_parameters(const tensor::Shape& parameters) {
  if (parameters.empty()) return "";
  std::string text;
  for (const tensor::Dim& value : parameters) {
    text += (text.empty() ? "" : ",") + value.to_string();
  }
  return " parameters=[" + text + "]";
}

void write_parameters(const tensor::Shape& parameters, ByteWriter& out) {
  out.put(static_cast<uint32_t>(parameters.size()));
  for (const tensor::Dim& value : parameters) value.write(out);
}

Result<tensor::Shape> read_parameters(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(1));
  tensor::Shape parameters;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(tensor::Dim value, tensor::Dim::read(in));
    parameters.push_back(std::move(value));
  }
  return parameters;
}

void write_descs(const std::vector<TensorDesc>& descs, ByteWriter& out) {
  out.put(static_cast<uint32_t>(descs.size()));
  for (const TensorDesc& desc : descs) tensor::write(desc, out);
}

Result<std::vector<TensorDesc>> read_descs(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(1));
  if (count > kMaxOperands) {
    return invalid_input(
        fmt::format("a problem claims {} operands; at most {} are allowed.", count, kMaxOperands));
  }
  std::vector<TensorDesc> descs;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(TensorDesc desc, tensor::read_tensor_desc(in));
    descs.push_back(std::move(desc));
  }
  return descs;
}

}  // namespace

Result<Problem> Problem::bind(const tensor::SymbolValues& symbols) const {
  Problem bound = *this;
  NIGHTJAR_TRY(bind_all(bound.inputs, symbols, family + " input"));
  NIGHTJAR_TRY(bind_all(bound.outputs, symbols, family + " output"));
  NIGHTJAR_ASSIGN(const tensor::Dims values, tensor::evaluate(parameters, symbols));
  bound.parameters = tensor::to_shape(values);
  return bound;
}

std::string Problem::to_string() const {
  const std::string values = attributes.to_string();
  return fmt::format("{}{}{}{} ({}) -> {}", family, values.empty() ? "" : " ", values,
                     print_parameters(parameters), join(inputs), join(outputs));
}

std::string Problem::digest() const {
  ByteWriter out;
  write(out);
  return sha256_hex(std::span<const std::byte>(out.bytes()));
}

void Problem::write(ByteWriter& out) const {
  out.put_string(family);
  attributes.write(out);
  write_descs(inputs, out);
  write_descs(outputs, out);
  write_parameters(parameters, out);
}

Result<Problem> Problem::read(ByteReader& in) {
  Problem problem;
  NIGHTJAR_ASSIGN(problem.family, in.get_string());
  NIGHTJAR_ASSIGN(problem.attributes, tensor::Attributes::read(in));
  NIGHTJAR_ASSIGN(problem.inputs, read_descs(in));
  NIGHTJAR_ASSIGN(problem.outputs, read_descs(in));
  NIGHTJAR_ASSIGN(problem.parameters, read_parameters(in));
  return problem;
}

tensor::Dims dims_of(const TensorDesc& desc) {
  const std::optional<tensor::Dims> dims = tensor::constant_dims(desc.shape);
  NIGHTJAR_CHECK(dims.has_value(), "the problem is bound");
  return *dims;
}

}  // namespace nightjar::kernels
