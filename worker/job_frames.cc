// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/job_frames.h"

#include <algorithm>

#include "base/bytes.h"

namespace nightjar::worker {
namespace {

constexpr size_t kLongestStage = 200;

}  // namespace

std::vector<std::byte> encode_stage(const Stage& stage) {
  ByteWriter out;
  out.put_string(stage.what.substr(0, kLongestStage));
  out.put(stage.progress);
  return out.take();
}

Result<Stage> decode_stage(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  Stage stage;
  NIGHTJAR_ASSIGN(stage.what, in.get_string());
  NIGHTJAR_ASSIGN(const double progress, in.get<double>());
  if (stage.what.size() > kLongestStage) return invalid_input("a stage is too long");
  // Written so that a NaN becomes 0.
  stage.progress = progress > 0 ? std::min(progress, 1.0) : 0;
  return stage;
}

}  // namespace nightjar::worker
