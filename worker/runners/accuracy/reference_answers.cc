// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/accuracy/reference_answers.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "worker/probe/system_files.h"
#include "worker/runners/models/cache_folder.h"

namespace nightjar::runners {
namespace {

constexpr char kMagic[] = "nightjar answers 1";
constexpr size_t kFewestTensorBytes = 4 + 1 + 4 + 8;
constexpr uint32_t kMostAxes = 16;

void put_tensor(const std::string& name, const tensor::HostTensor& value, ByteWriter& out) {
  out.put_string(name);
  out.put(static_cast<uint8_t>(value.type()));
  out.put(static_cast<uint32_t>(value.dims().size()));
  for (const int64_t extent : value.dims()) out.put(extent);
  out.put(static_cast<uint64_t>(value.byte_count()));
  out.put_bytes(value.byte_span());
}

Result<tensor::HostTensor> get_tensor(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint8_t number, in.get<uint8_t>());
  const auto type = tensor::data_type_from_onnx(number);
  NIGHTJAR_ASSIGN(const uint32_t axes, in.get_count(sizeof(int64_t)));
  if (!type || *type == tensor::DataType::kString || axes > kMostAxes) {
    return invalid_input("a tensor of no kind that is kept");
  }
  tensor::Dims dims;
  for (uint32_t axis = 0; axis < axes; ++axis) {
    NIGHTJAR_ASSIGN(const int64_t extent, in.get<int64_t>());
    dims.push_back(extent);
  }
  NIGHTJAR_TRY(tensor::checked_element_count(dims));
  NIGHTJAR_ASSIGN(const uint64_t byte_count, in.get<uint64_t>());
  NIGHTJAR_ASSIGN(const auto bytes, in.get_bytes(byte_count));
  return tensor::HostTensor::from_bytes(*type, std::move(dims), bytes);
}

}  // namespace

std::vector<std::byte> write_answers(const runtime::TensorsByName& answers) {
  ByteWriter body;
  body.put(static_cast<uint32_t>(answers.size()));
  for (const auto& [name, value] : answers) put_tensor(name, value, body);
  ByteWriter out;
  out.put_string(kMagic);
  out.put_string(sha256_hex(body.bytes()));
  out.put_bytes(body.bytes());
  return out.take();
}

Result<runtime::TensorsByName> read_answers(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  NIGHTJAR_ASSIGN(const std::string magic, in.get_string());
  NIGHTJAR_ASSIGN(const std::string digest, in.get_string());
  if (magic != kMagic || digest != sha256_hex(bytes.subspan(in.position()))) {
    return invalid_input("no reference answers, or damaged ones");
  }
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(kFewestTensorBytes));
  runtime::TensorsByName answers;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(const std::string name, in.get_string());
    NIGHTJAR_ASSIGN(auto value, get_tensor(in));
    answers[name] = std::move(value);
  }
  return answers;
}

Result<runtime::TensorsByName> ReferenceAnswers::answers(
    const std::string& model_digest, const network::Network& network,
    const runtime::TensorsByName& inputs) const {
  const std::string key =
      sha256_hex(model_digest + program_digest_ + sha256_hex(write_answers(inputs)));
  const std::string path = folder_ + "/" + key + ".answers";
  if (const auto text = probe::read_file(path); text.ok()) {
    auto kept = read_answers(std::as_bytes(std::span(text->data(), text->size())));
    if (kept.ok()) return kept;
  }
  NIGHTJAR_ASSIGN(auto computed, compute_(network, inputs));
  NIGHTJAR_TRY(publish_file(path, write_answers(computed)));
  return computed;
}

}  // namespace nightjar::runners
