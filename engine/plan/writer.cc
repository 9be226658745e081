// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/bytes.h"
#include "base/digest.h"
#include "engine/plan/format.h"
#include "engine/plan/plan.h"
#include "engine/plan/weights_checksum.h"

namespace nightjar::plan {
namespace {

using format::kSectionCount;

void put_index_list(ByteWriter& out, const std::vector<TensorIndex>& indices) {
  out.put(static_cast<uint32_t>(indices.size()));
  for (const TensorIndex index : indices) out.put(index);
}

void put_string_list(ByteWriter& out, const std::vector<std::string>& strings) {
  out.put(static_cast<uint32_t>(strings.size()));
  for (const std::string& text : strings) out.put_string(text);
}

std::vector<std::byte> header_section(const Plan& plan) {
  ByteWriter out;
  out.put_string(plan.model_name);
  out.put_string(plan.precision);
  out.put_string(plan.fingerprint.device_class);
  out.put(static_cast<uint32_t>(plan.fingerprint.libraries.size()));
  for (const auto& [library, version] : plan.fingerprint.libraries) {
    out.put_string(library);
    out.put_string(version);
  }
  out.put(static_cast<uint8_t>((plan.is_optimized ? format::kIsOptimized : 0) |
                               (plan.is_stripped ? format::kIsStripped : 0)));
  out.put(plan.is_stripped ? plan.weight_bytes : static_cast<uint64_t>(plan.weights.size()));
  out.put(static_cast<uint32_t>(plan.profiles.size()));
  for (const Profile& profile : plan.profiles) write(profile, out);
  out.put(static_cast<uint32_t>(plan.spare.size()));
  for (const WeightSpan& run : plan.spare) {
    out.put(run.offset);
    out.put(run.byte_count);
  }
  return out.take();
}

void put_tensor(ByteWriter& out, const PlanTensor& tensor) {
  out.put_string(tensor.name);
  write(tensor.desc, out);
  out.put(static_cast<uint8_t>(tensor.role));
  out.put(tensor.alias_of);
  out.put(tensor.weights.offset);
  out.put(tensor.weights.byte_count);
}

void put_step(ByteWriter& out, const PlanStep& step) {
  out.put_string(step.name);
  out.put_string(step.operation);
  out.put_string(step.tactic);
  out.put_string(step.config);
  out.put(static_cast<uint32_t>(step.problem.size()));
  out.put_bytes(step.problem);
  out.put(step.blob.offset);
  out.put(step.blob.byte_count);
  put_index_list(out, step.inputs);
  put_index_list(out, step.outputs);
  put_string_list(out, step.nodes);
  out.put(step.tuned_ns);
}

std::vector<std::byte> graph_section(const Plan& plan) {
  ByteWriter out;
  out.put(static_cast<uint32_t>(plan.tensors.size()));
  for (const PlanTensor& tensor : plan.tensors) put_tensor(out, tensor);
  out.put(static_cast<uint32_t>(plan.steps.size()));
  for (const PlanStep& step : plan.steps) put_step(out, step);
  put_index_list(out, plan.inputs);
  put_index_list(out, plan.outputs);
  put_string_list(out, plan.output_names);
  return out.take();
}

/// Each part is a whole plan file, at a multiple of the section alignment.
std::vector<std::byte> parts_section(const Plan& plan) {
  ByteWriter out;
  if (plan.parts.empty()) return out.take();
  out.put(static_cast<uint32_t>(plan.parts.size()));
  std::vector<std::vector<std::byte>> files;
  for (const Plan& part : plan.parts) {
    files.push_back(write_plan(part));
    out.put(static_cast<uint64_t>(files.back().size()));
  }
  for (const std::vector<std::byte>& file : files) {
    out.pad_to(format::kSectionAlignment);
    out.put_bytes(file);
  }
  return out.take();
}

size_t next_section_offset(size_t offset) {
  const size_t step = format::kSectionAlignment;
  return (offset + step - 1) / step * step;
}

}  // namespace

std::vector<std::byte> write_plan(const Plan& plan) {
  const std::vector<std::byte> header = header_section(plan), graph = graph_section(plan);
  const std::vector<std::byte> parts = parts_section(plan);
  const auto decisions =
      std::as_bytes(std::span(plan.decisions_json.data(), plan.decisions_json.size()));
  const std::array<std::span<const std::byte>, kSectionCount> sections = {
      header, graph, decisions, plan.weights, plan.script, parts, plan.network};
  ByteWriter out;
  for (const char letter : format::kMagic) out.put(letter);
  out.put(format::kVersion);
  out.put(kSectionCount);
  std::array<uint64_t, kSectionCount> checksums{};
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    const bool is_weights = i == static_cast<uint32_t>(format::Section::kWeights);
    checksums[i] =
        is_weights ? weights_checksum(plan.weights, plan.spare) : checksum64(sections[i]);
  }
  size_t offset = next_section_offset(format::kPreambleBytes);
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    const auto& section = sections[i];
    out.put(static_cast<uint64_t>(offset));
    out.put(static_cast<uint64_t>(section.size()));
    out.put(checksums[i]);
    offset = next_section_offset(offset + section.size());
  }
  out.put(checksum64(out.bytes()));
  for (const auto& section : sections) {
    out.pad_to(format::kSectionAlignment);
    out.put_bytes(section);
  }
  return out.take();
}

}  // namespace nightjar::plan
