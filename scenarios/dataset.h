// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Labelled data beside a trained model: what accuracy on labels is measured with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scenarios/npy.h"

namespace nightjar::scenarios {

/// Held-out items with their labels. The model is fed `inputs[i] * scale + offset`, in its own
/// input type, under the name `input`; the largest value of `output` is the predicted label.
struct LabelledData {
  std::string input, output;  ///< Names in the model.
  std::string task;           ///< classification
  double scale = 1, offset = 0;
  NpyArray inputs;              ///< [items, …]
  std::vector<int64_t> labels;  ///< [items]

  int64_t items() const { return static_cast<int64_t>(labels.size()); }
};

/// Reads FOLDER/data.json and the arrays it names, which must lie in the same folder.
Result<LabelledData> load_labelled_data(const std::string& folder);

/// The folder of a trained model: the first of $NIGHTJAR_TRAINED/NAME and scenarios/trained/NAME
/// below the working directory or one of its parents that holds a model.onnx. Nothing for a name
/// that has none.
std::optional<std::string> find_trained(const std::string& name);

}  // namespace nightjar::scenarios
