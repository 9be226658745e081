// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network_bytes.h"

#include "engine/network/verify.h"

namespace nightjar::network {
namespace {

constexpr int kMaxDepth = 32;

void put_ids(const std::vector<TensorId>& ids, ByteWriter& out) {
  out.put(static_cast<uint32_t>(ids.size()));
  for (const TensorId id : ids) out.put(id);
}

void put_strings(const std::vector<std::string>& strings, ByteWriter& out) {
  out.put(static_cast<uint32_t>(strings.size()));
  for (const std::string& text : strings) out.put_string(text);
}

void put_tensor(const Tensor& tensor, ByteWriter& out) {
  out.put_string(tensor.name);
  tensor::write(tensor.desc, out);
  out.put(static_cast<uint8_t>(tensor.kind));
  out.put(static_cast<uint8_t>(tensor.described));
  out.put(static_cast<uint8_t>(tensor.constant.has_value()));
  if (tensor.constant) tensor::write(*tensor.constant, out);
}

void put_op(const Op& op, ByteWriter& out) {
  out.put_string(op.domain);
  out.put_string(op.type);
  out.put_string(op.name);
  put_ids(op.inputs, out);
  put_ids(op.outputs, out);
  op.attributes.write(out);
  out.put(static_cast<uint32_t>(op.tensors.size()));
  for (const auto& [name, value] : op.tensors) {
    out.put_string(name);
    tensor::write(value, out);
  }
  out.put(static_cast<uint32_t>(op.graphs.size()));
  for (const auto& [name, body] : op.graphs) {
    out.put_string(name);
    write(*body, out);
  }
  put_strings(op.origins, out);
}

Result<std::vector<TensorId>> get_ids(ByteReader& in, size_t tensor_count, bool may_be_absent) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(TensorId)));
  std::vector<TensorId> ids(count);
  for (TensorId& id : ids) {
    NIGHTJAR_ASSIGN(id, in.get<TensorId>());
    const bool is_named = id >= 0 && static_cast<size_t>(id) < tensor_count;
    if (is_named || (may_be_absent && id == kAbsent)) continue;
    return invalid_input("a network names a tensor that is not there");
  }
  return ids;
}

Result<std::vector<std::string>> get_strings(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(uint32_t)));
  std::vector<std::string> strings(count);
  for (std::string& text : strings) {
    NIGHTJAR_ASSIGN(text, in.get_string());
  }
  return strings;
}

Result<Tensor> get_tensor(ByteReader& in) {
  Tensor tensor;
  NIGHTJAR_ASSIGN(tensor.name, in.get_string());
  NIGHTJAR_ASSIGN(tensor.desc, tensor::read_tensor_desc(in));
  NIGHTJAR_ASSIGN(const uint8_t kind, in.get<uint8_t>());
  if (kind > static_cast<uint8_t>(ValueKind::kOptional)) {
    return invalid_input("tensor '" + tensor.name + "' is of an unknown kind");
  }
  tensor.kind = static_cast<ValueKind>(kind);
  NIGHTJAR_ASSIGN(const uint8_t described, in.get<uint8_t>());
  tensor.described = described != 0;
  NIGHTJAR_ASSIGN(const uint8_t is_constant, in.get<uint8_t>());
  if (is_constant != 0) {
    NIGHTJAR_ASSIGN(tensor.constant, tensor::read_host_tensor(in));
  }
  return tensor;
}

Result<Network> read_at_depth(ByteReader& in, int depth);

Status get_op_extras(ByteReader& in, int depth, Op& op) {
  NIGHTJAR_ASSIGN(op.attributes, tensor::Attributes::read(in));
  NIGHTJAR_ASSIGN(const uint32_t tensor_count, in.get_count(2 * sizeof(uint32_t)));
  for (uint32_t i = 0; i < tensor_count; ++i) {
    NIGHTJAR_ASSIGN(const std::string name, in.get_string());
    NIGHTJAR_ASSIGN(op.tensors[name], tensor::read_host_tensor(in));
  }
  NIGHTJAR_ASSIGN(const uint32_t graph_count, in.get_count(2 * sizeof(uint32_t)));
  for (uint32_t i = 0; i < graph_count; ++i) {
    NIGHTJAR_ASSIGN(const std::string name, in.get_string());
    NIGHTJAR_ASSIGN(Network body, read_at_depth(in, depth + 1));
    op.graphs[name] = std::make_shared<const Network>(std::move(body));
  }
  NIGHTJAR_ASSIGN(op.origins, get_strings(in));
  return {};
}

Result<Op> get_op(ByteReader& in, size_t tensor_count, int depth) {
  Op op;
  NIGHTJAR_ASSIGN(op.domain, in.get_string());
  NIGHTJAR_ASSIGN(op.type, in.get_string());
  NIGHTJAR_ASSIGN(op.name, in.get_string());
  NIGHTJAR_ASSIGN(op.inputs, get_ids(in, tensor_count, true));
  NIGHTJAR_ASSIGN(op.outputs, get_ids(in, tensor_count, true));
  NIGHTJAR_TRY(get_op_extras(in, depth, op));
  return op;
}

Result<Network> read_at_depth(ByteReader& in, int depth) {
  if (depth > kMaxDepth) return invalid_input("bodies are nested too deeply");
  Network network;
  NIGHTJAR_ASSIGN(const uint32_t tensor_count, in.get_count(8));
  for (uint32_t i = 0; i < tensor_count; ++i) {
    NIGHTJAR_ASSIGN(Tensor tensor, get_tensor(in));
    network.add_tensor(std::move(tensor));
  }
  NIGHTJAR_ASSIGN(const uint32_t op_count, in.get_count(8));
  for (uint32_t i = 0; i < op_count; ++i) {
    NIGHTJAR_ASSIGN(Op op, get_op(in, tensor_count, depth));
    network.insert_op(std::move(op));
  }
  NIGHTJAR_ASSIGN(std::vector<TensorId> inputs, get_ids(in, tensor_count, false));
  network.set_inputs(std::move(inputs));
  NIGHTJAR_ASSIGN(const auto outputs, get_ids(in, tensor_count, false));
  NIGHTJAR_ASSIGN(const auto names, get_strings(in));
  if (names.size() != outputs.size()) return invalid_input("outputs and names differ in number");
  for (size_t i = 0; i < outputs.size(); ++i) network.add_output(outputs[i], names[i]);
  const Status sound = verify_structure(network);
  if (!sound.ok()) return invalid_input(sound.error().message);
  return network;
}

}  // namespace

void write(const Network& network, ByteWriter& out) {
  Network compacted = network;
  compacted.compact();
  out.put(static_cast<uint32_t>(compacted.tensor_count()));
  for (size_t id = 0; id < compacted.tensor_count(); ++id) {
    put_tensor(compacted.tensor(static_cast<TensorId>(id)), out);
  }
  out.put(static_cast<uint32_t>(compacted.op_count()));
  for (size_t id = 0; id < compacted.op_capacity(); ++id) {
    put_op(compacted.op(static_cast<OpId>(id)), out);
  }
  put_ids(compacted.inputs(), out);
  put_ids(compacted.outputs(), out);
  put_strings(compacted.output_names(), out);
}

Result<Network> read_network(ByteReader& in) { return read_at_depth(in, 0); }

}  // namespace nightjar::network
