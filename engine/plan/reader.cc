// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/digest.h"
#include "engine/plan/check_graph.h"
#include "engine/plan/format.h"
#include "engine/plan/plan.h"
#include "engine/plan/weights_checksum.h"

namespace nightjar::plan {
namespace {

using format::kSectionCount;
struct Sections {
  std::span<const std::byte> at(format::Section section) const {
    return bytes[static_cast<uint32_t>(section)];
  }

  std::array<std::span<const std::byte>, kSectionCount> bytes;
  std::array<uint64_t, kSectionCount> checksums{};
};

Result<std::vector<TensorIndex>> get_index_list(ByteReader& in, size_t tensor_count) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(TensorIndex)));
  std::vector<TensorIndex> indices(count);
  for (TensorIndex& index : indices) {
    NIGHTJAR_ASSIGN(index, in.get<TensorIndex>());
    if (index < kAbsent || index >= static_cast<int64_t>(tensor_count)) {
      return invalid_input("tensor index " + std::to_string(index) + " is out of range");
    }
  }
  return indices;
}

Result<std::vector<std::string>> get_string_list(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(uint32_t)));
  std::vector<std::string> strings(count);
  for (std::string& text : strings) {
    NIGHTJAR_ASSIGN(text, in.get_string());
  }
  return strings;
}

Result<WeightSpan> get_weight_span(ByteReader& in, size_t weights_size) {
  WeightSpan span;
  NIGHTJAR_ASSIGN(span.offset, in.get<uint64_t>());
  NIGHTJAR_ASSIGN(span.byte_count, in.get<uint64_t>());
  const bool inside = span.offset <= weights_size && span.byte_count <= weights_size - span.offset;
  if (!inside || span.offset % format::kWeightAlignment != 0) {
    return invalid_input("weights at byte " + std::to_string(span.offset) +
                         " lie outside of the weights section or are not aligned");
  }
  return span;
}

Status read_profiles(ByteReader& in, Plan& plan) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(uint32_t)));
  if (count > format::kMaxProfiles) return invalid_input("too many profiles");
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(auto profile, read_profile(in));
    plan.profiles.push_back(std::move(profile));
  }
  return {};
}

/// Runs of the weights that are not checked here lie inside of them, in order and apart.
Status read_spare(ByteReader& in, Plan& plan) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(WeightSpan)));
  if (count > format::kMaxSpareRuns) return invalid_input("too many spare runs of weights");
  uint64_t end = 0;
  for (uint32_t i = 0; i < count; ++i) {
    WeightSpan run;
    NIGHTJAR_ASSIGN(run.offset, in.get<uint64_t>());
    NIGHTJAR_ASSIGN(run.byte_count, in.get<uint64_t>());
    const bool is_inside = run.offset >= end && run.offset <= plan.weights.size() &&
                           run.byte_count <= plan.weights.size() - run.offset;
    if (!is_inside || run.byte_count == 0) {
      return invalid_input("spare weights at byte " + std::to_string(run.offset) +
                           " lie outside of the weights section or in each other");
    }
    end = run.offset + run.byte_count;
    plan.spare.push_back(run);
  }
  return {};
}

Status read_header(std::span<const std::byte> section, Plan& plan) {
  ByteReader in(section);
  NIGHTJAR_ASSIGN(plan.model_name, in.get_string());
  NIGHTJAR_ASSIGN(plan.precision, in.get_string());
  NIGHTJAR_ASSIGN(plan.fingerprint.device_class, in.get_string());
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(2 * sizeof(uint32_t)));
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(const std::string library, in.get_string());
    NIGHTJAR_ASSIGN(plan.fingerprint.libraries[library], in.get_string());
  }
  NIGHTJAR_ASSIGN(const uint8_t flags, in.get<uint8_t>());
  plan.is_optimized = (flags & format::kIsOptimized) != 0;
  plan.is_stripped = (flags & format::kIsStripped) != 0;
  NIGHTJAR_ASSIGN(plan.weight_bytes, in.get<uint64_t>());
  if (plan.weights.size() != (plan.is_stripped ? 0 : plan.weight_bytes)) {
    return invalid_input("the weights section has another size than the header says");
  }
  NIGHTJAR_TRY(read_profiles(in, plan));
  return read_spare(in, plan);
}

Status check_constant(const PlanTensor& tensor) {
  if (tensor.role != TensorRole::kConstant || tensor.alias_of != kAbsent) return {};
  const auto dims = tensor::constant_dims(tensor.desc.shape);
  if (!dims) return invalid_input("constant '" + tensor.name + "' has a symbolic shape");
  NIGHTJAR_ASSIGN(const uint64_t bytes, checked_bytes(tensor, *dims));
  // Those that a kernel has packed have none of their own; check_graph sees to it that no step
  // reads them.
  if (tensor.weights.byte_count != 0 && bytes != tensor.weights.byte_count) {
    return invalid_input("constant '" + tensor.name + "' has the wrong number of bytes");
  }
  return {};
}

Result<PlanTensor> get_tensor(ByteReader& in, TensorIndex own_index, size_t weights_size) {
  PlanTensor tensor;
  NIGHTJAR_ASSIGN(tensor.name, in.get_string());
  NIGHTJAR_ASSIGN(tensor.desc, tensor::read_tensor_desc(in));
  NIGHTJAR_ASSIGN(const uint8_t role, in.get<uint8_t>());
  if (role > static_cast<uint8_t>(TensorRole::kConstant)) {
    return invalid_input("tensor '" + tensor.name + "' has an unknown role");
  }
  tensor.role = static_cast<TensorRole>(role);
  NIGHTJAR_ASSIGN(tensor.alias_of, in.get<TensorIndex>());
  if (tensor.alias_of < kAbsent || tensor.alias_of >= own_index) {
    return invalid_input("tensor '" + tensor.name + "' is an alias of a later tensor");
  }
  NIGHTJAR_ASSIGN(tensor.weights, get_weight_span(in, weights_size));
  NIGHTJAR_TRY(check_constant(tensor));
  return tensor;
}

Result<PlanStep> get_step(ByteReader& in, size_t tensor_count, size_t weights_size) {
  PlanStep step;
  NIGHTJAR_ASSIGN(step.name, in.get_string());
  NIGHTJAR_ASSIGN(step.operation, in.get_string());
  NIGHTJAR_ASSIGN(step.tactic, in.get_string());
  NIGHTJAR_ASSIGN(step.config, in.get_string());
  NIGHTJAR_ASSIGN(const uint32_t problem_bytes, in.get_count(1));
  NIGHTJAR_ASSIGN(const auto problem, in.get_bytes(problem_bytes));
  step.problem.assign(problem.begin(), problem.end());
  NIGHTJAR_ASSIGN(step.blob, get_weight_span(in, weights_size));
  NIGHTJAR_ASSIGN(step.inputs, get_index_list(in, tensor_count));
  NIGHTJAR_ASSIGN(step.outputs, get_index_list(in, tensor_count));
  NIGHTJAR_ASSIGN(step.nodes, get_string_list(in));
  NIGHTJAR_ASSIGN(step.tuned_ns, in.get<double>());
  return step;
}

Status read_graph(std::span<const std::byte> section, Plan& plan) {
  ByteReader in(section);
  NIGHTJAR_ASSIGN(const uint32_t tensor_count, in.get_count(32));
  if (tensor_count > format::kMaxTensors) return invalid_input("too many tensors");
  for (uint32_t i = 0; i < tensor_count; ++i) {
    NIGHTJAR_ASSIGN(auto tensor, get_tensor(in, static_cast<TensorIndex>(i), plan.weight_bytes));
    plan.tensors.push_back(std::move(tensor));
  }
  NIGHTJAR_ASSIGN(const uint32_t step_count, in.get_count(32));
  if (step_count > format::kMaxSteps) return invalid_input("too many steps");
  for (uint32_t i = 0; i < step_count; ++i) {
    NIGHTJAR_ASSIGN(auto step, get_step(in, tensor_count, plan.weight_bytes));
    plan.steps.push_back(std::move(step));
  }
  NIGHTJAR_ASSIGN(plan.inputs, get_index_list(in, tensor_count));
  NIGHTJAR_ASSIGN(plan.outputs, get_index_list(in, tensor_count));
  NIGHTJAR_ASSIGN(plan.output_names, get_string_list(in));
  if (plan.output_names.size() != plan.outputs.size()) {
    return invalid_input("outputs and their names differ in number");
  }
  const auto absent = [](TensorIndex index) { return index == kAbsent; };
  if (std::any_of(plan.inputs.begin(), plan.inputs.end(), absent) ||
      std::any_of(plan.outputs.begin(), plan.outputs.end(), absent)) {
    return invalid_input("an input or output is absent");
  }
  return check_graph(plan);
}

constexpr auto kWeightsIndex = static_cast<uint32_t>(format::Section::kWeights);

Error damaged_section(uint32_t index) {
  return invalid_input("section " + std::to_string(index) + " is damaged (checksum differs)");
}

/// All but the weights are checked: which of those to check stands in the header.
Result<Sections> read_sections(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  for (const char letter : format::kMagic) {
    NIGHTJAR_ASSIGN(const char found, in.get<char>());
    if (found != letter) return invalid_input("not a plan (its first bytes are not a plan's)");
  }
  NIGHTJAR_ASSIGN(const uint32_t version, in.get<uint32_t>());
  NIGHTJAR_ASSIGN(const uint32_t count, in.get<uint32_t>());
  if (version != format::kVersion || count != kSectionCount) {
    return unsupported("plan format " + std::to_string(version) + ", this program reads " +
                       std::to_string(format::kVersion) + ": build the plan again");
  }
  Sections sections;
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    NIGHTJAR_ASSIGN(const uint64_t offset, in.get<uint64_t>());
    NIGHTJAR_ASSIGN(const uint64_t size, in.get<uint64_t>());
    NIGHTJAR_ASSIGN(sections.checksums[i], in.get<uint64_t>());
    if (offset > bytes.size() || size > bytes.size() - offset ||
        offset % format::kSectionAlignment != 0) {
      return invalid_input("section " + std::to_string(i) +
                           " lies outside of the file: it is truncated or damaged");
    }
    sections.bytes[i] = bytes.subspan(offset, size);
  }
  const uint64_t wanted = checksum64(bytes.first(in.position()));
  NIGHTJAR_ASSIGN(const uint64_t found, in.get<uint64_t>());
  if (found != wanted) return invalid_input("the section table is damaged");
  for (uint32_t i = 0; i < kSectionCount; ++i) {
    if (i == kWeightsIndex) continue;
    if (checksum64(sections.bytes[i]) != sections.checksums[i]) return damaged_section(i);
  }
  return sections;
}

constexpr int kMaxDepth = 2;  // a script has parts; a part has none

Result<Plan> read_at_depth(std::span<const std::byte> bytes, std::shared_ptr<const void> storage,
                           int depth);

Status read_parts(std::span<const std::byte> section, int depth, Plan& plan) {
  if (section.empty()) return {};
  ByteReader in(section);
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(uint64_t)));
  if (count > format::kMaxParts) return invalid_input("too many parts");
  std::vector<uint64_t> sizes(count);
  for (uint64_t& size : sizes) {
    NIGHTJAR_ASSIGN(size, in.get<uint64_t>());
  }
  for (const uint64_t size : sizes) {
    NIGHTJAR_TRY(in.skip_to(format::kSectionAlignment));
    NIGHTJAR_ASSIGN(const auto bytes, in.get_bytes(size));
    auto part = read_at_depth(bytes, plan.storage, depth + 1);
    if (!part.ok()) return part.error().in("part " + std::to_string(plan.parts.size()));
    plan.parts.push_back(std::move(*part));
  }
  return {};
}

Result<Plan> read_at_depth(std::span<const std::byte> bytes, std::shared_ptr<const void> storage,
                           int depth) {
  if (depth >= kMaxDepth) return invalid_input("plans lie too deep in each other");
  NIGHTJAR_ASSIGN(const Sections sections, read_sections(bytes));
  Plan plan;
  plan.weights = sections.at(format::Section::kWeights);
  plan.storage = std::move(storage);
  NIGHTJAR_TRY(read_header(sections.at(format::Section::kHeader), plan));
  NIGHTJAR_TRY(read_graph(sections.at(format::Section::kGraph), plan));
  if (weights_checksum(plan.weights, plan.spare) != sections.checksums[kWeightsIndex]) {
    return damaged_section(kWeightsIndex);
  }
  const auto decisions = sections.at(format::Section::kDecisions);
  plan.decisions_json.assign(reinterpret_cast<const char*>(decisions.data()), decisions.size());
  const auto script = sections.at(format::Section::kScript);
  plan.script.assign(script.begin(), script.end());
  const auto network = sections.at(format::Section::kNetwork);
  plan.network.assign(network.begin(), network.end());
  NIGHTJAR_TRY(read_parts(sections.at(format::Section::kParts), depth, plan));
  return plan;
}

}  // namespace

Result<Plan> read_plan(std::span<const std::byte> bytes, std::shared_ptr<const void> storage) {
  return read_at_depth(bytes, std::move(storage), 0);
}

}  // namespace nightjar::plan
