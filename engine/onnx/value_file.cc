// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Data beside a model: tensors, sequences and optionals.
#include "engine/onnx/file_bytes.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/parse.h"
#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

using tensor::HostTensor;
using tensor::Value;

/// Sequences of sequences may be this deep.
constexpr int kMaxDepth = 16;

Result<Value> read_optional(const wire::OptionalProto& proto);

Result<Value> read_sequence(const wire::SequenceProto& proto) {
  std::vector<Value> elements;
  for (const auto& element : proto.tensor_values()) {
    NIGHTJAR_ASSIGN(HostTensor tensor, from_proto(element, ""));
    elements.emplace_back(std::move(tensor));
  }
  for (const auto& element : proto.sparse_tensor_values()) {
    NIGHTJAR_ASSIGN(HostTensor tensor, from_proto(element, "", ImportLimits{}.max_dense_bytes));
    elements.emplace_back(std::move(tensor));
  }
  for (const auto& element : proto.sequence_values()) {
    NIGHTJAR_ASSIGN(Value sequence, read_sequence(element));
    elements.push_back(std::move(sequence));
  }
  for (const auto& element : proto.optional_values()) {
    NIGHTJAR_ASSIGN(Value held, read_optional(element));
    elements.push_back(std::move(held));
  }
  const bool has_tensors = !elements.empty() && elements.front().is_tensor();
  const auto type = has_tensors ? elements.front().tensor.type() : tensor::DataType::kUndefined;
  return Value::of_sequence(std::move(elements), type);
}

Result<Value> read_optional(const wire::OptionalProto& proto) {
  if (proto.has_sequence_value()) return read_sequence(proto.sequence_value());
  if (proto.has_optional_value()) return read_optional(proto.optional_value());
  if (proto.has_tensor_value()) {
    NIGHTJAR_ASSIGN(HostTensor tensor, from_proto(proto.tensor_value(), ""));
    return Value(std::move(tensor));
  }
  if (proto.has_sparse_tensor_value()) {
    NIGHTJAR_ASSIGN(HostTensor tensor,
                    from_proto(proto.sparse_tensor_value(), "", ImportLimits{}.max_dense_bytes));
    return Value(std::move(tensor));
  }
  return Value();
}

}  // namespace

Result<HostTensor> read_tensor(std::span<const std::byte> bytes) {
  wire::TensorProto proto;
  if (!parse(bytes, 0, proto)) return invalid_input("not a serialised tensor");
  return from_proto(proto, "");
}

Result<HostTensor> read_tensor_file(const std::string& path) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, ImportLimits{}.max_file_bytes));
  auto value = read_tensor(bytes);
  if (!value.ok()) return value.error().in(path);
  return value;
}

Result<Value> read_value(std::span<const std::byte> bytes, network::ValueKind kind) {
  if (kind == network::ValueKind::kTensor) {
    NIGHTJAR_ASSIGN(HostTensor tensor, read_tensor(bytes));
    return Value(std::move(tensor));
  }
  if (kind == network::ValueKind::kSequence) {
    wire::SequenceProto proto;
    if (!parse(bytes, kMaxDepth, proto)) return invalid_input("not a serialised sequence");
    return read_sequence(proto);
  }
  wire::OptionalProto proto;
  if (!parse(bytes, kMaxDepth, proto)) return invalid_input("not a serialised optional");
  return read_optional(proto);
}

Result<Value> read_value_file(const std::string& path, network::ValueKind kind) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, ImportLimits{}.max_file_bytes));
  auto value = read_value(bytes, kind);
  if (!value.ok()) return value.error().in(path);
  return value;
}

std::vector<std::byte> write_tensor(const HostTensor& tensor, const std::string& name) {
  wire::TensorProto proto;
  to_proto(tensor, name, proto);
  std::vector<std::byte> bytes(proto.ByteSizeLong());
  proto.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

}  // namespace nightjar::onnx
