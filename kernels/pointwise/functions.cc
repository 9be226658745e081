// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/pointwise/functions.h"

namespace nightjar::kernels::pointwise {
namespace {

#define NIGHTJAR_ROW(Name, text, arity) {text, arity},
constexpr FunctionInfo kFunctions[] = {NIGHTJAR_POINTWISE_FUNCTIONS(NIGHTJAR_ROW)};
#undef NIGHTJAR_ROW

}  // namespace

std::span<const FunctionInfo> all_functions() { return kFunctions; }

const FunctionInfo& info_of(Function function) { return kFunctions[static_cast<size_t>(function)]; }

std::optional<Function> function_from_name(std::string_view name) {
  for (size_t i = 0; i < std::size(kFunctions); ++i) {
    if (kFunctions[i].name == name) return static_cast<Function>(i);
  }
  return std::nullopt;
}

}  // namespace nightjar::kernels::pointwise
