// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/attributes.h"

#include <fmt/format.h>

#include "base/check.h"

namespace nightjar::tensor {
namespace {

template <typename T>
T get_or(const std::map<std::string, AttributeValue>& values, const std::string& name,
         const T& fallback) {
  const auto found = values.find(name);
  if (found == values.end()) return fallback;
  const T* value = std::get_if<T>(&found->second);
  NIGHTJAR_CHECK(value != nullptr, name.c_str());
  return *value;
}

std::string print(int64_t value) { return std::to_string(value); }
std::string print(double value) { return fmt::format("{}", value); }
std::string print(const std::string& value) { return value; }
template <typename T>
std::string print(const std::vector<T>& values) {
  std::string text = "[";
  for (const T& value : values) text += (text.size() == 1 ? "" : ",") + print(value);
  return text + "]";
}

void put(ByteWriter& out, int64_t value) { out.put(value); }
void put(ByteWriter& out, double value) { out.put(value); }
void put(ByteWriter& out, const std::string& value) { out.put_string(value); }
template <typename T>
void put(ByteWriter& out, const std::vector<T>& values) {
  out.put(static_cast<uint32_t>(values.size()));
  for (const T& value : values) put(out, value);
}

Status take(ByteReader& in, int64_t& value) {
  NIGHTJAR_ASSIGN(value, in.get<int64_t>());
  return {};
}
Status take(ByteReader& in, double& value) {
  NIGHTJAR_ASSIGN(value, in.get<double>());
  return {};
}
Status take(ByteReader& in, std::string& value) {
  NIGHTJAR_ASSIGN(value, in.get_string());
  return {};
}
template <typename T>
Status take(ByteReader& in, std::vector<T>& values) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(4));
  values.resize(count);
  for (T& value : values) NIGHTJAR_TRY(take(in, value));
  return {};
}

template <size_t kIndex = 0>
Result<AttributeValue> take_alternative(ByteReader& in, uint8_t index) {
  if constexpr (kIndex == std::variant_size_v<AttributeValue>) {
    return invalid_input("unknown attribute kind " + std::to_string(index));
  } else {
    if (index != kIndex) return take_alternative<kIndex + 1>(in, index);
    std::variant_alternative_t<kIndex, AttributeValue> value{};
    NIGHTJAR_TRY(take(in, value));
    return AttributeValue(std::move(value));
  }
}

}  // namespace

int64_t Attributes::get_int(const std::string& name, int64_t fallback) const {
  return get_or(values_, name, fallback);
}
double Attributes::get_float(const std::string& name, double fallback) const {
  return get_or(values_, name, fallback);
}
std::string Attributes::get_string(const std::string& name, const std::string& fallback) const {
  return get_or(values_, name, fallback);
}
std::vector<int64_t> Attributes::get_ints(const std::string& name,
                                          const std::vector<int64_t>& fallback) const {
  return get_or(values_, name, fallback);
}
std::vector<double> Attributes::get_floats(const std::string& name,
                                           const std::vector<double>& fallback) const {
  return get_or(values_, name, fallback);
}
std::vector<std::string> Attributes::get_strings(const std::string& name) const {
  return get_or(values_, name, std::vector<std::string>{});
}

std::string Attributes::to_string() const {
  std::string text;
  for (const auto& [name, value] : values_) {
    text += (text.empty() ? "" : " ") + name + "=" +
            std::visit([](const auto& held) { return print(held); }, value);
  }
  return text;
}

void Attributes::write(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(values_.size()));
  for (const auto& [name, value] : values_) {
    out.put_string(name);
    out.put(static_cast<uint8_t>(value.index()));
    std::visit([&](const auto& held) { put(out, held); }, value);
  }
}

Result<Attributes> Attributes::read(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(5));
  Attributes attributes;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(const std::string name, in.get_string());
    NIGHTJAR_ASSIGN(const uint8_t index, in.get<uint8_t>());
    NIGHTJAR_ASSIGN(AttributeValue value, take_alternative(in, index));
    attributes.set(name, std::move(value));
  }
  return attributes;
}

}  // namespace nightjar::tensor
