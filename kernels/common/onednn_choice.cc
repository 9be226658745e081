// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/onednn_choice.h"

#include <algorithm>

namespace nightjar::kernels::onednn {
namespace {

constexpr size_t kMaxNames = 4;

bool is_reference(const std::string& name) {
  return name.starts_with("ref") || name.starts_with("simple") || name.starts_with("gemm:ref");
}

}  // namespace

std::vector<std::string> implementation_names(dnnl::primitive_desc implementations) {
  std::vector<std::string> names;
  do {
    const std::string name = implementations.impl_info_str();
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (!known && !is_reference(name)) names.push_back(name);
  } while (names.size() < kMaxNames && implementations.next_impl());
  return names;
}

dnnl::primitive_desc_base choose(dnnl::primitive_desc implementations, const std::string& name) {
  dnnl::primitive_desc_base preferred;
  do {
    const std::string found = implementations.impl_info_str();
    if (found == name) return implementations;
    if (preferred.get(true) == nullptr && !is_reference(found)) preferred = implementations;
  } while (implementations.next_impl());
  if (preferred.get(true) == nullptr) {
    throw dnnl::error(dnnl_unimplemented, "it has only a reference implementation");
  }
  return preferred;
}

dnnl::primitive make_primitive(const dnnl::primitive_desc_base& chosen) {
  return dnnl::primitive(chosen.get());
}

}  // namespace nightjar::kernels::onednn
