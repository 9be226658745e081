// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/made_up_inputs.h"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::cli {
namespace {

Result<tensor::Dims> dims_of(const runtime::Engine& engine, const std::string& name,
                             const runtime::DimsByName& shapes, int64_t batch) {
  if (const auto given = shapes.find(name); given != shapes.end()) return given->second;
  const auto& profiles = engine.plan().profiles;
  if (!profiles.empty()) {
    const auto range = profiles.front().inputs.find(name);
    if (range != profiles.front().inputs.end()) return range->second.opt;
  }
  const tensor::Shape& shape = engine.input_desc(name).shape;
  std::vector<std::string> names;
  for (const tensor::Dim& extent : shape) extent.collect_symbols(names);
  tensor::SymbolValues symbols;
  for (const std::string& symbol : names) symbols[symbol] = batch;
  return tensor::evaluate(shape, symbols);
}

double number_at(int64_t index) {
  return static_cast<double>((index * 2654435761) % 2001) / 1000.0 - 1.0;
}

void fill(tensor::HostTensor& values) {
  if (values.type() == tensor::DataType::kFloat32) {
    int64_t index = 0;
    for (float& value : values.as<float>()) value = static_cast<float>(number_at(index++));
    return;
  }
  for (int64_t i = 0; i < values.count(); ++i) values.set_value(i, number_at(i));
}

}  // namespace

Result<runtime::TensorsByName> made_up_inputs(const runtime::Engine& engine,
                                              const runtime::DimsByName& shapes, int64_t batch) {
  for (const auto& [name, dims] : shapes) {
    const auto names = engine.input_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return not_found(fmt::format("the plan has no input '{}', its inputs are {}", name,
                                   fmt::join(names, ", ")));
    }
  }
  runtime::TensorsByName inputs;
  for (const std::string& name : engine.input_names()) {
    const tensor::DataType type = engine.input_desc(name).type;
    if (type == tensor::DataType::kUndefined) {
      return unsupported(fmt::format(
          "input '{}' is a sequence or of open rank, for which nothing can be made up", name));
    }
    NIGHTJAR_ASSIGN(const auto dims, dims_of(engine, name, shapes, batch));
    inputs[name] = tensor::HostTensor(type, dims);
    if (tensor::is_float(type)) fill(inputs[name]);
  }
  return inputs;
}

}  // namespace nightjar::cli
