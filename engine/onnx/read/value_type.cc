// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/value_type.h"

#include <cctype>

namespace nightjar::onnx {
namespace {

using network::ValueKind;

std::string plain_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    name += plain ? c : '_';
  }
  const bool starts_well = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0;
  return starts_well ? name : "_" + name;
}

Result<tensor::Dim> read_extent(const wire::TensorShapeProto& shape, int axis,
                                const std::string& name, SymbolNames& symbols) {
  constexpr int64_t kLargestExtent = int64_t{1} << 40;
  const auto& dim = shape.dim(axis);
  const std::string number = std::to_string(axis);
  // Some exporters write -1 for an extent that is open.
  const bool is_open = !dim.has_dim_value() || dim.dim_value() == -1;
  if (is_open) {
    const bool is_named = dim.has_dim_param() && !dim.dim_param().empty();
    return symbols.symbol_of(is_named ? dim.dim_param() : name + ".axis" + number);
  }
  if (dim.dim_value() >= 0 && dim.dim_value() <= kLargestExtent) {
    return tensor::Dim(dim.dim_value());
  }
  return invalid_input("axis " + number + " has the extent " + std::to_string(dim.dim_value()));
}

Result<ValueType> read_tensor_type(const wire::TypeProto::Tensor& proto, const std::string& name,
                                   SymbolNames& symbols) {
  const auto type = tensor::data_type_from_onnx(proto.elem_type());
  if (!type) return invalid_input("its data type is " + std::to_string(proto.elem_type()));
  ValueType value{{*type, {}}, ValueKind::kTensor, proto.has_shape()};
  if (proto.shape().dim_size() > 64) return invalid_input("it has too many axes");
  for (int axis = 0; axis < proto.shape().dim_size(); ++axis) {
    NIGHTJAR_ASSIGN(tensor::Dim extent, read_extent(proto.shape(), axis, name, symbols));
    value.desc.shape.push_back(std::move(extent));
  }
  return value;
}

/// The kind of a value, and the element type of the tensors in it where that is said.
Result<ValueType> read_type(const wire::TypeProto& type, const std::string& name,
                            SymbolNames& symbols) {
  using wire::TypeProto;
  if (type.value_case() == TypeProto::VALUE_NOT_SET) return ValueType();
  if (type.has_tensor_type()) return read_tensor_type(type.tensor_type(), name, symbols);
  const bool is_optional = type.has_optional_type();
  if (!is_optional && !type.has_sequence_type()) {
    return unsupported("it is a map or a sparse tensor, which are not supported");
  }
  const TypeProto* element =
      is_optional ? &type.optional_type().elem_type() : &type.sequence_type().elem_type();
  while (element->has_sequence_type()) element = &element->sequence_type().elem_type();
  ValueType value;
  value.kind = is_optional ? ValueKind::kOptional : ValueKind::kSequence;
  if (const auto held = tensor::data_type_from_onnx(element->tensor_type().elem_type())) {
    value.desc.type = *held;
  }
  return value;
}

}  // namespace

tensor::Dim SymbolNames::symbol_of(const std::string& dim_param) {
  const auto known = by_param_.find(dim_param);
  if (known != by_param_.end()) return tensor::Dim::symbol(known->second);
  const std::string stem = prefix_ + plain_name(dim_param);
  std::string name = stem;
  for (int suffix = 1; !taken_.insert(name).second; ++suffix) {
    name = stem + "_" + std::to_string(suffix);
  }
  by_param_[dim_param] = name;
  return tensor::Dim::symbol(name);
}

Result<ValueType> read_value_type(const wire::ValueInfoProto& value, SymbolNames& symbols) {
  auto type = read_type(value.type(), value.name(), symbols);
  if (!type.ok()) return type.error().in("input '" + value.name() + "'");
  return type;
}

}  // namespace nightjar::onnx
