// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/plugin_op.h"

#include "engine/network/fused_ops.h"

namespace nightjar::network {
namespace {

constexpr const char* kFamily = "plugin.family";
/// The descriptions' bytes, one a number: attributes hold no binary text.
constexpr const char* kOutputs = "plugin.outputs";

}  // namespace

Op make_plugin_op(const std::string& family, const tensor::Attributes& attributes,
                  const std::vector<tensor::TensorDesc>& outputs) {
  ByteWriter out;
  out.put(static_cast<uint32_t>(outputs.size()));
  for (const tensor::TensorDesc& desc : outputs) tensor::write(desc, out);
  std::vector<int64_t> bytes;
  for (const std::byte byte : out.bytes()) bytes.push_back(std::to_integer<int64_t>(byte));
  Op op;
  op.domain = kNightjarDomain;
  op.type = kPluginOp;
  op.attributes = attributes;
  op.attributes.set(kFamily, family);
  op.attributes.set(kOutputs, std::move(bytes));
  return op;
}

Result<std::vector<tensor::TensorDesc>> plugin_outputs(const Op& op) {
  std::vector<std::byte> bytes;
  for (const int64_t byte : op.attributes.get_ints(kOutputs)) {
    bytes.push_back(static_cast<std::byte>(byte));
  }
  ByteReader in(bytes);
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(1));
  std::vector<tensor::TensorDesc> outputs;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(auto desc, tensor::read_tensor_desc(in));
    outputs.push_back(std::move(desc));
  }
  return outputs;
}

std::string plugin_family(const Op& op) { return op.attributes.get_string(kFamily, ""); }

tensor::Attributes plugin_attributes(const Op& op) {
  tensor::Attributes attributes = op.attributes;
  attributes.erase(kFamily);
  attributes.erase(kOutputs);
  return attributes;
}

}  // namespace nightjar::network
