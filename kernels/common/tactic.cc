// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/tactic.h"

#include <fmt/format.h>

#include "kernels/registry.h"
#include "kernels/tactic_answer.h"

namespace nightjar::kernels {
namespace {

using tensor::HostTensor;
using tensor::TensorDesc;

bool is_absent(const TensorDesc& desc) { return desc.type == tensor::DataType::kUndefined; }

HostTensor make_host_tensor(const TensorDesc& desc) {
  return HostTensor(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)));
}

Result<std::vector<const void*>> input_pointers(const Problem& problem,
                                                std::span<const HostTensor> inputs) {
  if (inputs.size() != problem.inputs.size()) {
    return invalid_input(fmt::format("{} takes {} inputs but {} were given.", problem.family,
                                     problem.inputs.size(), inputs.size()));
  }
  std::vector<const void*> pointers(inputs.size(), nullptr);
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TensorDesc& desc = problem.inputs[i];
    if (is_absent(desc)) continue;
    const int64_t count = tensor::element_count(dims_of(desc));
    if (inputs[i].type() != desc.type || inputs[i].count() != count) {
      return invalid_input(fmt::format("{} input {} should be {} but {}[{}] was given.",
                                       problem.family, i, tensor::to_string(desc),
                                       tensor::name_of(inputs[i].type()),
                                       tensor::to_string(inputs[i].dims())));
    }
    pointers[i] = inputs[i].bytes();
  }
  return pointers;
}

}  // namespace

std::string_view name_of(TacticSource source) {
  switch (source) {
    case TacticSource::kPlain:
      return "plain";
    case TacticSource::kOwn:
      return "own";
    case TacticSource::kOneDnn:
      return "onednn";
    case TacticSource::kCublasLt:
      return "cublaslt";
    case TacticSource::kCudnn:
      return "cudnn";
    case TacticSource::kHost:
      return "host";
  }
  return "unknown";
}

Result<Prepared> Tactic::prepare(const Problem&, const std::string&, std::span<const HostTensor>,
                                 device::Device&) const {
  return Prepared{};
}

const std::vector<const Tactic*>& all_tactics() {
  static const std::vector<const Tactic*> kTactics = [] {
    std::vector<const Tactic*> tactics;
    register_families(tactics);
    return tactics;
  }();
  return kTactics;
}

std::vector<const Tactic*> tactics_of(std::string_view family) {
  std::vector<const Tactic*> found;
  for (const Tactic* tactic : all_tactics()) {
    if (tactic->family() == family) found.push_back(tactic);
  }
  return found;
}

const Tactic* find_tactic(std::string_view name) {
  for (const Tactic* tactic : all_tactics()) {
    if (tactic->name() == name) return tactic;
  }
  return nullptr;
}

const Tactic* plain_tactic(std::string_view family) {
  for (const Tactic* tactic : all_tactics()) {
    if (tactic->family() == family && tactic->source() == TacticSource::kPlain) return tactic;
  }
  return nullptr;
}

const Tactic* last_resort(std::string_view family, device::DeviceKind kind) {
  if (kind == device::DeviceKind::kCpu) return plain_tactic(family);
  for (const Tactic* tactic : all_tactics()) {
    if (tactic->family() == family && tactic->source() == TacticSource::kHost) return tactic;
  }
  return nullptr;
}

Result<std::vector<HostTensor>> plain_answer(const Problem& problem,
                                             std::span<const HostTensor> inputs) {
  const Tactic* tactic = plain_tactic(problem.family);
  if (tactic == nullptr) {
    return unsupported(fmt::format("there is no kernel family '{}'.", problem.family));
  }
  return answer_of(*tactic, problem, inputs);
}

Result<std::vector<HostTensor>> answer_of(const Tactic& tactic, const Problem& problem,
                                          std::span<const HostTensor> inputs) {
  const auto device = device::make_cpu_device();
  if (!tactic.supports(problem, device->info())) {
    return unsupported(fmt::format("{} cannot solve {}.", tactic.name(), problem.to_string()));
  }
  NIGHTJAR_ASSIGN(const std::vector<const void*> sources, input_pointers(problem, inputs));
  const std::vector<HostTensor> no_constants(inputs.size());
  NIGHTJAR_ASSIGN(const Prepared prepared, tactic.prepare(problem, "", no_constants, *device));
  NIGHTJAR_ASSIGN(const auto launchable, tactic.open(problem, "", prepared.blob, *device));

  std::vector<HostTensor> outputs(problem.outputs.size());
  std::vector<void*> targets(outputs.size(), nullptr);
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (is_absent(problem.outputs[i])) continue;
    outputs[i] = make_host_tensor(problem.outputs[i]);
    targets[i] = outputs[i].bytes();
  }
  NIGHTJAR_ASSIGN(device::Buffer workspace, device->allocate(launchable->workspace_bytes()));
  NIGHTJAR_ASSIGN(const auto stream, device->make_stream());
  NIGHTJAR_TRY(launchable->launch({sources, targets, workspace.data(), stream.get()}));
  return outputs;
}

}  // namespace nightjar::kernels
