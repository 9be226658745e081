// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One model with inputs and expected outputs, judged by what the runtime makes of its plan.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/device/device.h"

namespace nightjar::cli {

enum class Judgement : uint8_t { kPassed, kFailed, kUnsupported, kError };
const char* to_string(Judgement judgement);  ///< passed, failed, unsupported, error

struct JudgedCase {
  std::string path;
  Judgement judgement = Judgement::kPassed;
  std::string reason;  ///< Empty when passed.
  /// What a GPU left to the host, with the reason of the first: "2 steps on the host: …".
  std::string on_host;
};

/// The models below `path` in ONNX's backend layout: folders with a model.onnx, at any depth and
/// in order. A path that is an .onnx file stands for itself.
Result<std::vector<std::filesystem::path>> find_models(const std::filesystem::path& path);

/// Imports `model`, builds a plan, writes it to a file, loads the file and runs it on every
/// test_data_set_* beside the model. A data.json beside it may widen the tolerance.
JudgedCase judge_case(const std::filesystem::path& model, device::Device& device,
                      const Clock& clock);

}  // namespace nightjar::cli
