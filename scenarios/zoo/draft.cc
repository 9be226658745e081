// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/draft.h"

#include "base/check.h"
#include "scenarios/zoo/weights.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

}  // namespace

Value Draft::add_input(const std::string& name, tensor::TensorDesc desc) {
  return {network_.add_input(name, std::move(desc)), 1.0};
}

void Draft::add_output(const std::string& name, Value value) {
  network_.add_output(value.tensor, name);
}

TensorId Draft::normal(const std::string& name, Dims dims, double mean, double deviation) {
  HostTensor weight(DataType::kFloat32, std::move(dims));
  fill_normal(weight.as<float>(), Sequence::of(model_, name), static_cast<float>(mean),
              static_cast<float>(deviation));
  return network_.add_constant(name, std::move(weight));
}

TensorId Draft::uniform(const std::string& name, Dims dims, double low, double high) {
  HostTensor weight(DataType::kFloat32, std::move(dims));
  fill_uniform(weight.as<float>(), Sequence::of(model_, name), static_cast<float>(low),
               static_cast<float>(high));
  return network_.add_constant(name, std::move(weight));
}

TensorId Draft::filters(const std::string& name, Dims dims, std::span<const float> deviations) {
  HostTensor weight(DataType::kFloat32, std::move(dims));
  fill_filters(weight.as<float>(), Sequence::of(model_, name), deviations);
  return network_.add_constant(name, std::move(weight));
}

std::vector<float> Draft::uniform_numbers(const std::string& name, int64_t count, double low,
                                          double high) const {
  std::vector<float> numbers(static_cast<size_t>(count));
  fill_uniform(numbers, Sequence::of(model_, name), static_cast<float>(low),
               static_cast<float>(high));
  return numbers;
}

TensorId Draft::literal(const std::string& name, HostTensor value) {
  return network_.add_constant(unused_name(name), std::move(value));
}

TensorId Draft::integers(const std::string& name, const std::vector<int64_t>& values) {
  return literal(name, HostTensor::of_int64({static_cast<int64_t>(values.size())}, values));
}

TensorId Draft::scalar(const std::string& name, double value) {
  return literal(name, HostTensor::of_floats({}, {static_cast<float>(value)}));
}

TensorId Draft::op(const std::string& type, const std::string& name, std::vector<TensorId> inputs,
                   tensor::Attributes attributes) {
  return ops(type, name, std::move(inputs), std::move(attributes), 1)[0];
}

std::vector<TensorId> Draft::ops(const std::string& type, const std::string& name,
                                 std::vector<TensorId> inputs, tensor::Attributes attributes,
                                 size_t output_count) {
  network::Op op;
  op.type = type;
  op.name = unused_name(name + "/" + type);
  op.inputs = std::move(inputs);
  op.attributes = std::move(attributes);
  auto outputs = network_.add_op(std::move(op), output_count);
  NIGHTJAR_CHECK(outputs.ok(), outputs.error().message.c_str());
  return std::move(outputs).value();
}

int64_t Draft::extent(TensorId tensor, size_t axis) const {
  const tensor::Shape& shape = network_.tensor(tensor).desc.shape;
  NIGHTJAR_CHECK(axis < shape.size() && shape[axis].constant(), "the axis has a constant extent");
  return *shape[axis].constant();
}

std::string Draft::unused_name(const std::string& stem) {
  const int uses = name_uses_[stem]++;
  return uses == 0 ? stem : stem + "_" + std::to_string(uses);
}

tensor::Attributes attributes(
    std::initializer_list<std::pair<const char*, tensor::AttributeValue>> values) {
  tensor::Attributes bag;
  for (const auto& [name, value] : values) bag.set(name, value);
  return bag;
}

}  // namespace nightjar::zoo
