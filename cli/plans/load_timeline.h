// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Many plans loaded by several threads, and when each of them was doing what.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/runtime/runtime.h"

namespace nightjar::cli {

/// One plan on one thread, in nanoseconds since the first thread began.
struct LoadSpan {
  std::string path;
  size_t thread = 0;
  double start_ns = 0;
  double read_ns = 0;     ///< The file is mapped and checked.
  double engine_ns = 0;   ///< Kernels are looked up, weights are on the device.
  double context_ns = 0;  ///< Prepared for the inputs.
  double end_ns = 0;      ///< The first inference is done.
};

struct LoadRequest {
  std::vector<std::string> paths;
  size_t repeats = 1, threads = 1;
  /// Before a file is loaded, the system is told to forget what it keeps of it in memory, but for
  /// what another thread has mapped meanwhile.
  bool is_cold = false;
};

/// Loads each plan `repeats` times, each as the next thread is free, and runs it once on made-up
/// inputs. In the order in which they began. The first failure is returned.
Result<std::vector<LoadSpan>> load_in_parallel(const LoadRequest& request, device::Device& device,
                                               const Clock& clock);

/// A line a span: bars of `width` characters, r while reading, e engine, c context, i inference.
std::string draw_timeline(const std::vector<LoadSpan>& spans, size_t width);

}  // namespace nightjar::cli
