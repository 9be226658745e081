// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Inputs and expected outputs that lie beside a model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/tensor/value.h"

namespace nightjar::cli {

struct DataSet {
  std::string name;
  std::vector<tensor::Value> inputs, outputs;  ///< In the model's order.
};

/// What the files of a data set hold, by the model's inputs and outputs.
struct ValueKinds {
  std::vector<network::ValueKind> inputs, outputs;
};

/// Every folder test_data_set_* beside `model`, in name order, or the arrays input_NAME.npy and
/// output_NAME.npy beside NAME.onnx.
Result<std::vector<DataSet>> read_data_sets(const std::filesystem::path& model,
                                            const ValueKinds& kinds);

}  // namespace nightjar::cli
