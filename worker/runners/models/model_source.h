// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a scenario's model name to ONNX bytes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::runners {

struct Model {
  std::string name;
  std::vector<std::byte> bytes;
  std::string digest;          ///< SHA-256 of the bytes.
  std::string folder;          ///< Where external data may lie; empty for generated models.
  std::string dataset_folder;  ///< With labelled data; empty where there is none.
};

/// Makes the ONNX bytes of a model of the zoo. kNotFound for a name it does not know.
using ZooMaker = std::function<Result<std::vector<std::byte>>(const std::string& name)>;

/// A trained model's folder first, then a path that ends in .onnx, then the zoo.
class ModelSource {
 public:
  /// `find_trained` gives the folder of a trained model, or nothing.
  using FindTrained = std::function<std::string(const std::string& name)>;
  ModelSource(FindTrained find_trained, ZooMaker zoo)
      : find_trained_(std::move(find_trained)), zoo_(std::move(zoo)) {}
  Result<Model> load(const std::string& name) const;

 private:
  FindTrained find_trained_;
  ZooMaker zoo_;
};

}  // namespace nightjar::runners
