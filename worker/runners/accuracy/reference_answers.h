// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The plain reference's FP32 answers, computed once for a model and kept on disk.
#pragma once

#include <functional>
#include <string>

#include "engine/engine.h"

namespace nightjar::runners {

/// Answers are named by what they depend on: the model, its inputs and this program. A file that
/// is missing, damaged or foreign is computed anew, never an error.
class ReferenceAnswers {
 public:
  using Compute = std::function<Result<runtime::TensorsByName>(const network::Network&,
                                                               const runtime::TensorsByName&)>;
  /// `folder` exists. `program_digest` stands for the version of the reference.
  ReferenceAnswers(std::string folder, std::string program_digest, Compute compute)
      : folder_(std::move(folder)),
        program_digest_(std::move(program_digest)),
        compute_(std::move(compute)) {}

  Result<runtime::TensorsByName> answers(const std::string& model_digest,
                                         const network::Network& network,
                                         const runtime::TensorsByName& inputs) const;

 private:
  std::string folder_, program_digest_;
  Compute compute_;
};

// The file's bytes: magic, digest of the rest, tensors.
std::vector<std::byte> write_answers(const runtime::TensorsByName& answers);
Result<runtime::TensorsByName> read_answers(std::span<const std::byte> bytes);

}  // namespace nightjar::runners
