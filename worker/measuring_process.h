// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The measuring half of a worker: one job in a fresh process, with nothing else beside it.
#pragma once

#include <string>

#include "base/clock.h"
#include "worker/device_choice.h"
#include "worker/frame_link.h"
#include "worker/runners/models/model_source.h"
#include "worker/runners/models/side_files.h"

namespace nightjar::worker {

struct MeasuringSetting {
  DeviceChoice device;
  std::string cache_folder;  ///< For plans and reference answers; made when absent.
  std::string lock_folder;
  int owner_pid = 0;           ///< The talking process, which holds the device's locks.
  std::string kernel_program;  ///< Path of nightjar_kernel_bench.
  runners::ModelSource models;
  runners::SideFiles sides;
};

/// Says hello, takes one job from the link, does it, sends its result and returns. An error means
/// that the other end is gone or spoke nonsense.
Status measure_one_job(FrameLink& link, const MeasuringSetting& setting, const Clock& clock);

}  // namespace nightjar::worker
