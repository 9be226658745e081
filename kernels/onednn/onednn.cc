// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/onednn.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/check.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::onednn {
namespace {

using dnnl::algorithm;
using Type = dnnl::memory::data_type;

constexpr size_t kAlignment = 64;

size_t rounded(size_t byte_count) {
  return (byte_count + kAlignment - 1) / kAlignment * kAlignment;
}

/// The plain strides of `order`, the logical axes from outermost to innermost.
MemoryDesc strided(const tensor::Dims& dims, Type type, const std::vector<size_t>& order) {
  tensor::Dims strides(dims.size(), 1);
  int64_t step = 1;
  for (size_t i = order.size(); i-- > 0;) {
    strides[order[i]] = step;
    step *= std::max<int64_t>(dims[order[i]], 1);
  }
  return MemoryDesc(dims, type, strides);
}

void append(const Activation& activation, dnnl::post_ops& ops) {
  const auto alpha = static_cast<float>(activation.alpha);
  const auto beta = static_cast<float>(activation.beta);
  const auto add = [&ops](algorithm kind, float a, float b) { ops.append_eltwise(1, kind, a, b); };
  switch (activation.kind) {
    case ActivationKind::kNone:
      return;
    case ActivationKind::kRelu:
      return add(algorithm::eltwise_relu, 0, 0);
    case ActivationKind::kClip:
      return add(algorithm::eltwise_clip, alpha, beta);
    case ActivationKind::kSigmoid:
      return add(algorithm::eltwise_logistic, 0, 0);
    case ActivationKind::kTanh:
      return add(algorithm::eltwise_tanh, 0, 0);
    case ActivationKind::kHardSwish:
      return add(algorithm::eltwise_hardswish, 0, 0);
    case ActivationKind::kHardSigmoid:
      add(algorithm::eltwise_linear, alpha, beta);
      return add(algorithm::eltwise_clip, 0, 1);
    case ActivationKind::kSilu:
      return add(algorithm::eltwise_swish, 1, 0);
    case ActivationKind::kGelu:
      return add(algorithm::eltwise_gelu_erf, 0, 0);
    case ActivationKind::kGeluTanh:
      return add(algorithm::eltwise_gelu_tanh, 0, 0);
    case ActivationKind::kLeakyRelu:
      return add(algorithm::eltwise_relu, alpha, 0);
    case ActivationKind::kElu:
      return add(algorithm::eltwise_elu, alpha, 0);
  }
}

void* pointer_of(const Binding::Source source, size_t index, const LaunchArguments& arguments) {
  switch (source) {
    case Binding::Source::kInput:
      return const_cast<void*>(arguments.inputs[index]);
    case Binding::Source::kOutput:
      return arguments.outputs[index];
    case Binding::Source::kWorkspace:
      return static_cast<std::byte*>(arguments.workspace) + index;
    case Binding::Source::kFixed:
      break;
  }
  return nullptr;
}

}  // namespace

std::optional<Type> data_type_of(tensor::DataType type) {
  switch (type) {
    case tensor::DataType::kFloat32:
      return Type::f32;
    case tensor::DataType::kBFloat16:
      return Type::bf16;
    case tensor::DataType::kInt32:
      return Type::s32;
    case tensor::DataType::kInt8:
      return Type::s8;
    case tensor::DataType::kUInt8:
      return Type::u8;
    default:
      return std::nullopt;
  }
}

MemoryDesc any_order(const MemoryDesc& desc) {
  return MemoryDesc(desc.dims(), desc.data_type(), dnnl::memory::format_tag::any);
}

const dnnl::engine& cpu_engine() {
  static const dnnl::engine kEngine(dnnl::engine::kind::cpu, 0);
  return kEngine;
}

MemoryDesc row_major(const tensor::Dims& dims, Type type) {
  std::vector<size_t> order;
  for (size_t i = 0; i < dims.size(); ++i) order.push_back(i);
  return strided(dims, type, order);
}

MemoryDesc desc_of(const tensor::TensorDesc& desc) {
  const tensor::Dims dims = dims_of(desc);
  const std::optional<Type> type = data_type_of(desc.type);
  NIGHTJAR_CHECK(type.has_value(), "the tactic supports the element type");
  if (desc.layout == tensor::Layout::kRowMajor) return row_major(dims, *type);
  if (desc.layout == tensor::Layout::kChannelsLast) {
    std::vector<size_t> order{0};
    for (size_t i = 2; i < dims.size(); ++i) order.push_back(i);
    order.push_back(1);
    return strided(dims, *type, order);
  }
  using Tag = dnnl::memory::format_tag;
  const Tag tags[] = {Tag::nCw16c, Tag::nChw16c, Tag::nCdhw16c};
  return MemoryDesc(dims, *type, tags[dims.size() - 3]);
}

void append_epilogue(const std::optional<MemoryDesc>& residual, const Activation& activation,
                     dnnl::post_ops& ops) {
  if (residual) ops.append_binary(algorithm::binary_add, *residual);
  append(activation, ops);
}

Binding input(int argument, const MemoryDesc& desc, size_t index) {
  return {argument, desc, Binding::Source::kInput, index, nullptr};
}

Binding output(int argument, const MemoryDesc& desc, size_t index) {
  return {argument, desc, Binding::Source::kOutput, index, nullptr};
}

Binding PrimitiveLaunch::workspace(int argument, const MemoryDesc& desc) {
  const Binding binding{argument, desc, Binding::Source::kWorkspace, workspace_bytes_, nullptr};
  workspace_bytes_ += rounded(desc.get_size());
  return binding;
}

std::byte* PrimitiveLaunch::own(size_t byte_count) {
  void* memory = std::aligned_alloc(kAlignment, std::max(rounded(byte_count), kAlignment));
  NIGHTJAR_CHECK(memory != nullptr, "memory for packed weights");
  owned_.emplace_back(memory, byte_count, [](void* pointer) { std::free(pointer); });
  return owned_.back().data();
}

void PrimitiveLaunch::add_step(const dnnl::primitive& primitive,
                               const std::vector<Binding>& bindings) {
  Step step{primitive, {}, {}};
  for (const Binding& binding : bindings) {
    void* handle = binding.source == Binding::Source::kFixed ? const_cast<void*>(binding.fixed)
                                                             : DNNL_MEMORY_NONE;
    step.pointers.push_back(
        {dnnl::memory(binding.desc, cpu_engine(), handle), binding.source, binding.index});
    step.arguments.push_back({binding.argument, step.pointers.back().memory.get()});
  }
  steps_.push_back(std::move(step));
}

Status PrimitiveLaunch::launch(const LaunchArguments& arguments) {
  const ThreadScope threads(threads_);
  for (Step& step : steps_) {
    for (const Pointer& pointer : step.pointers) {
      if (pointer.source == Binding::Source::kFixed) continue;
      dnnl_memory_set_data_handle(pointer.memory.get(),
                                  pointer_of(pointer.source, pointer.index, arguments));
    }
    const dnnl_status_t status =
        dnnl_primitive_execute(step.primitive.get(), stream_.get(),
                               static_cast<int>(step.arguments.size()), step.arguments.data());
    if (status != dnnl_success) {
      return internal_error(fmt::format("oneDNN ended a kernel with status {}.", int{status}));
    }
  }
  return {};
}

}  // namespace nightjar::kernels::onednn
