// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/value_type.h"

#include <cctype>

namespace nightjar::onnx {
namespace {

std::string plain_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
    name += plain ? c : '_';
  }
  const bool starts_well = !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0;
  return starts_well ? name : "_" + name;
}

Result<tensor::TensorDesc> read_tensor_type(const wire::ValueInfoProto& value,
                                            SymbolNames& symbols) {
  if (!value.type().has_tensor_type()) {
    return unsupported("it is no tensor; sequences, maps and optionals are not supported");
  }
  const auto& proto = value.type().tensor_type();
  const auto type = tensor::data_type_from_onnx(proto.elem_type());
  if (!type) return invalid_input("its data type is " + std::to_string(proto.elem_type()));
  if (!proto.has_shape()) {
    return unsupported("its rank is not given: export the model with the shapes of its inputs");
  }
  if (proto.shape().dim_size() > 64) return invalid_input("it has too many axes");
  tensor::TensorDesc desc{*type, {}};
  for (int axis = 0; axis < proto.shape().dim_size(); ++axis) {
    const auto& dim = proto.shape().dim(axis);
    // Some exporters write -1 for an extent that is open.
    const bool is_open = !dim.has_dim_value() || dim.dim_value() == -1;
    if (is_open) {
      const bool is_named = dim.has_dim_param() && !dim.dim_param().empty();
      desc.shape.push_back(symbols.symbol_of(
          is_named ? dim.dim_param() : value.name() + ".axis" + std::to_string(axis)));
    } else if (dim.dim_value() < 0 || dim.dim_value() > (int64_t{1} << 40)) {
      return invalid_input("axis " + std::to_string(axis) + " has the extent " +
                           std::to_string(dim.dim_value()));
    } else {
      desc.shape.emplace_back(dim.dim_value());
    }
  }
  return desc;
}

}  // namespace

tensor::Dim SymbolNames::symbol_of(const std::string& dim_param) {
  const auto known = by_param_.find(dim_param);
  if (known != by_param_.end()) return tensor::Dim::symbol(known->second);
  const std::string stem = plain_name(dim_param);
  std::string name = stem;
  for (int suffix = 1; !taken_.insert(name).second; ++suffix) {
    name = stem + "_" + std::to_string(suffix);
  }
  by_param_[dim_param] = name;
  return tensor::Dim::symbol(name);
}

Result<tensor::TensorDesc> read_value_type(const wire::ValueInfoProto& value,
                                           SymbolNames& symbols) {
  auto desc = read_tensor_type(value, symbols);
  if (!desc.ok()) return desc.error().in("input '" + value.name() + "'");
  return desc;
}

}  // namespace nightjar::onnx
