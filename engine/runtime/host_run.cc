// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Context::run: one inference on host tensors, with copies where the device has its own memory.
#include "engine/runtime/context_state.h"
#include "engine/runtime/runtime.h"

namespace nightjar::runtime {
namespace {

Status check_input(const tensor::TensorDesc& wanted, const tensor::HostTensor& given,
                   const std::string& name) {
  if (given.type() == wanted.type) return {};
  return invalid_input("input '" + name + "' is " + std::string(name_of(given.type())) + ", " +
                       std::string(name_of(wanted.type)) + " is wanted");
}

/// Buffers for every input and output of one run.
struct DeviceCopies {
  std::map<std::string, device::Buffer> inputs, outputs;
};

Status upload(Context& context, const Engine& engine, const TensorsByName& inputs,
              device::Stream& stream, DeviceCopies& copies) {
  for (const std::string& name : engine.input_names()) {
    const tensor::HostTensor& host = inputs.at(name);
    NIGHTJAR_ASSIGN(auto buffer, engine.device().allocate(host.byte_count()));
    NIGHTJAR_TRY(
        engine.device().copy_to_device(buffer.data(), host.bytes(), host.byte_count(), stream));
    NIGHTJAR_TRY(context.bind_input(name, buffer.data()));
    copies.inputs[name] = std::move(buffer);
  }
  return {};
}

Result<TensorsByName> run_with_copies(Context& context, const Engine& engine,
                                      const TensorsByName& inputs, TensorsByName outputs,
                                      device::Stream& stream) {
  DeviceCopies copies;
  NIGHTJAR_TRY(upload(context, engine, inputs, stream, copies));
  for (auto& [name, host] : outputs) {
    NIGHTJAR_ASSIGN(auto buffer, engine.device().allocate(host.byte_count()));
    NIGHTJAR_TRY(context.bind_output(name, buffer.data()));
    copies.outputs[name] = std::move(buffer);
  }
  NIGHTJAR_TRY(context.enqueue(stream));
  for (auto& [name, host] : outputs) {
    NIGHTJAR_TRY(engine.device().copy_to_host(host.bytes(), copies.outputs[name].data(),
                                              host.byte_count(), stream));
  }
  NIGHTJAR_TRY(stream.synchronize());
  return outputs;
}

Result<TensorsByName> run_in_place(Context& context, const TensorsByName& inputs,
                                   TensorsByName outputs, device::Stream& stream) {
  for (const auto& [name, host] : inputs) NIGHTJAR_TRY(context.bind_input(name, host.bytes()));
  for (auto& [name, host] : outputs) NIGHTJAR_TRY(context.bind_output(name, host.bytes()));
  NIGHTJAR_TRY(context.enqueue(stream));
  NIGHTJAR_TRY(stream.synchronize());
  return outputs;
}

/// One number given for a scalar input is taken as one, whatever its rank.
tensor::HostTensor as_wanted(const tensor::TensorDesc& wanted, const tensor::HostTensor& given) {
  return wanted.shape.empty() && given.count() == 1 ? given.reshaped({}) : given;
}

/// Checks types and extents of tensors that the plan describes.
Result<tensor::ValuesByName> fit_values(const Engine& engine, const tensor::ValuesByName& inputs) {
  tensor::SymbolValues symbols;
  tensor::ValuesByName fitting;
  for (const std::string& name : engine.input_names()) {
    const auto found = inputs.find(name);
    if (found == inputs.end()) return invalid_input("input '" + name + "' is missing");
    fitting[name] = found->second;
    const tensor::TensorDesc& wanted = engine.input_desc(name);
    if (wanted.type == tensor::DataType::kUndefined || !found->second.is_tensor()) continue;
    NIGHTJAR_TRY(check_input(wanted, found->second.tensor, name));
    fitting[name].tensor = as_wanted(wanted, found->second.tensor);
    const Status bound = bind_symbols(wanted.shape, fitting[name].tensor.dims(), symbols);
    if (!bound.ok()) return bound.error().in("input '" + name + "'");
  }
  return fitting;
}

Result<TensorsByName> run_script(Context& context, const TensorsByName& inputs) {
  NIGHTJAR_ASSIGN(auto answers,
                  context.run_values(tensor::ValuesByName(inputs.begin(), inputs.end())));
  TensorsByName outputs;
  for (auto& [name, value] : answers) {
    if (!value.is_tensor()) return unsupported("output '" + name + "' is no tensor");
    outputs[name] = std::move(value.tensor);
  }
  return outputs;
}

}  // namespace

Result<TensorsByName> Context::run(const TensorsByName& inputs, const tensor::SymbolValues& known) {
  if (engine().is_scripted()) return run_script(*this, inputs);
  auto outputs = run_compiled(inputs, known);
  state_->unbind_all();  // they point at memory of this run
  return outputs;
}

Result<TensorsByName> Context::run_compiled(const TensorsByName& inputs,
                                            const tensor::SymbolValues& known) {
  const Engine& engine = this->engine();
  DimsByName dims;
  TensorsByName wanted_inputs;
  for (const std::string& name : engine.input_names()) {
    const auto found = inputs.find(name);
    if (found == inputs.end()) return invalid_input("input '" + name + "' is missing");
    NIGHTJAR_TRY(check_input(engine.input_desc(name), found->second, name));
    wanted_inputs[name] = as_wanted(engine.input_desc(name), found->second);
    dims[name] = wanted_inputs[name].dims();
  }
  NIGHTJAR_TRY(set_input_dims(dims, known));
  TensorsByName outputs;
  for (const std::string& name : engine.output_names()) {
    NIGHTJAR_ASSIGN(auto output, output_dims(name));
    outputs[name] = tensor::HostTensor(engine.output_desc(name).type, std::move(output));
  }
  NIGHTJAR_ASSIGN(auto stream, engine.device().make_stream());
  if (engine.device().info().kind == device::DeviceKind::kCpu) {
    return run_in_place(*this, wanted_inputs, std::move(outputs), *stream);
  }
  return run_with_copies(*this, engine, wanted_inputs, std::move(outputs), *stream);
}

Result<tensor::ValuesByName> Context::run_values(const tensor::ValuesByName& inputs) {
  if (engine().is_scripted()) {
    NIGHTJAR_ASSIGN(const auto fitting, fit_values(engine(), inputs));
    DimsByName dims;
    for (const auto& [name, value] : fitting) {
      if (value.is_tensor()) dims[name] = value.tensor.dims();
    }
    NIGHTJAR_TRY(check_dims(dims));
    return state_->run_values(fitting);
  }
  TensorsByName tensors;
  for (const auto& [name, value] : inputs) {
    if (!value.is_tensor()) return invalid_input("input '" + name + "' is no tensor");
    tensors[name] = value.tensor;
  }
  NIGHTJAR_ASSIGN(const TensorsByName answers, run(tensors));
  return tensor::ValuesByName(answers.begin(), answers.end());
}

}  // namespace nightjar::runtime
