// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/repeated_items.h"

#include <algorithm>
#include <cstring>

#include "kernels/tactic_answer.h"

namespace nightjar::build {
namespace {

using tensor::HostTensor;

HostTensor tensor_of(const tensor::TensorDesc& desc) {
  return HostTensor(desc.type, tensor::physical_dims(desc.layout, kernels::dims_of(desc)));
}

/// The first bytes of `whole` as the operand `desc`: all of them, or half; else undefined.
HostTensor first_items(const HostTensor& whole, const tensor::TensorDesc& desc) {
  HostTensor part = tensor_of(desc);
  const size_t bytes = part.byte_count();
  if (bytes != whole.byte_count() && 2 * bytes != whole.byte_count()) return {};
  std::memcpy(part.bytes(), whole.bytes(), bytes);
  return part;
}

}  // namespace

bool answers_item_by_item(const kernels::Tactic& plain, const kernels::Problem& half,
                          const Trial& trial) {
  std::vector<HostTensor> inputs;
  for (size_t i = 0; i < trial.inputs.size(); ++i) {
    inputs.emplace_back();
    if (!trial.inputs[i].defined()) continue;
    inputs.back() = first_items(trial.inputs[i], half.inputs[i]);
    if (!inputs.back().defined()) return false;
  }
  const auto answers = kernels::answer_of(plain, half, inputs);
  if (!answers.ok()) return false;
  for (size_t i = 0; i < answers->size(); ++i) {
    const HostTensor& answer = (*answers)[i];
    if (!answer.defined()) continue;
    if (2 * answer.byte_count() != trial.expected[i].byte_count()) return false;
    const HostTensor wanted = first_items(trial.expected[i], half.outputs[i]);
    if (!check_agreement(wanted, answer, agreement_of(half)).ok()) return false;
  }
  return true;
}

Status check_repetitions(const HostTensor& expected, std::span<const std::byte> answer,
                         Agreement demanded) {
  const size_t each = expected.byte_count();
  if (each == 0 || answer.size() % each != 0) return {};
  HostTensor item(expected.type(), expected.dims());
  for (size_t at = 0; at < answer.size(); at += each) {
    const auto items = answer.subspan(at, each);
    // Where the bits are those of the items before, the verdict is, too.
    if (at > 0 && std::memcmp(items.data(), item.bytes(), each) == 0) continue;
    std::copy(items.begin(), items.end(), item.bytes());
    const Status agreed = check_agreement(expected, item, demanded);
    if (!agreed.ok()) {
      return agreed.error().in("in repetition " + std::to_string(at / each) + " of its items");
    }
  }
  return {};
}

}  // namespace nightjar::build
