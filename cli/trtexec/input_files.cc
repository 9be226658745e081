// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/input_files.h"

#include <fmt/format.h>

#include "base/text_file.h"

namespace nightjar::cli::trtexec {

Status load_inputs(const std::map<std::string, std::string>& files,
                   runtime::TensorsByName& inputs) {
  for (const auto& [name, file] : files) {
    const auto found = inputs.find(name);
    if (found == inputs.end()) {
      return not_found(fmt::format("--loadInputs: the plan has no input '{}'", name));
    }
    tensor::HostTensor& values = found->second;
    NIGHTJAR_ASSIGN(const std::string bytes, read_text_file(file));
    if (bytes.size() != values.byte_count()) {
      return invalid_input(fmt::format(
          "--loadInputs: '{}' has {} bytes and input '{}' of {}{} needs {}: give --shapes, or "
          "another file",
          file, bytes.size(), name, name_of(values.type()), tensor::to_string(values.dims()),
          values.byte_count()));
    }
    auto dims = values.dims();
    NIGHTJAR_ASSIGN(values, tensor::HostTensor::from_bytes(values.type(), std::move(dims),
                                                           std::as_bytes(std::span(bytes))));
  }
  return {};
}

}  // namespace nightjar::cli::trtexec
