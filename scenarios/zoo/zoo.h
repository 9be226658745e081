// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The model zoo: well-known architectures with seeded weights, so that anybody can make the very
// same models without downloading any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::zoo {

struct ModelInput {
  std::string name;
  tensor::TensorDesc desc;     ///< The symbol N is the batch.
  int64_t integers_below = 0;  ///< Integer inputs take 0 … this - 1; float ones unit scale.
};

struct ModelInfo {
  std::string name, task;
  int64_t parameters = 0;  ///< As papers count them: trained numbers, no running statistics.
  std::vector<ModelInput> inputs;
  std::string description;
};

/// All models, vision first.
const std::vector<ModelInfo>& models();

/// The network with its weights; the same every time. An unknown name is answered with the known
/// ones.
Result<network::Network> make_network(const std::string& name);
/// The same as the bytes of a standard ONNX file.
Result<std::vector<std::byte>> make_model(const std::string& name);

/// Counts the parameters that a network of the zoo really has.
int64_t count_parameters(const network::Network& network);

}  // namespace nightjar::zoo
