// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/choice.h"

#include <algorithm>

namespace nightjar::kernels::onednn {
namespace {

constexpr size_t kMaxImplementations = 4;

bool is_reference(const std::string& name) {
  return name.starts_with("ref") || name.starts_with("simple") || name.starts_with("gemm:ref");
}

}  // namespace

Implementations implementations_from(dnnl::primitive_desc first) {
  Implementations found;
  do {
    const std::string name = first.impl_info_str();
    const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return name == other.impl_info_str();
    });
    if (!known && !is_reference(name)) found.push_back(first);
  } while (found.size() < kMaxImplementations && first.next_impl());
  return found;
}

std::vector<std::string> names_of(const Implementations& implementations) {
  std::vector<std::string> names;
  for (const auto& implementation : implementations) {
    names.emplace_back(implementation.impl_info_str());
  }
  return names;
}

const dnnl::primitive_desc_base& choose(const Implementations& implementations,
                                        const std::string& name) {
  if (implementations.empty()) {
    throw dnnl::error(dnnl_unimplemented, "it has only a reference implementation");
  }
  for (const auto& implementation : implementations) {
    if (name == implementation.impl_info_str()) return implementation;
  }
  return implementations.front();
}

dnnl::primitive make_primitive(const dnnl::primitive_desc_base& chosen) {
  return dnnl::primitive(chosen.get());
}

}  // namespace nightjar::kernels::onednn
