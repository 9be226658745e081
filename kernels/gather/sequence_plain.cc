// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs that move along a time axis by numbers given for each batch: reverse_sequence and
// tensor_scatter.
#include <atomic>
#include <cstring>

#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/gather/gather_plain.h"

namespace nightjar::kernels::gather {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

Error shape_error(const GatherProblem& problem) {
  return invalid_input(fmt::format("{}: the shapes do not fit: {}.", name_of(problem.kind),
                                   problem.to_problem().to_string()));
}

void copy_run(const LaunchArguments& arguments, int64_t to, size_t input, int64_t from,
              int64_t bytes) {
  std::memcpy(at(arguments.outputs[0], to, bytes), at(arguments.inputs[input], from, bytes),
              static_cast<size_t>(bytes));
}

}  // namespace

Opened open_reverse_sequence(const GatherProblem& problem, int threads) {
  const Dims data = dims_of(problem.inputs[0]);
  const bool time_first = problem.axis == 0;
  const int64_t times = data[time_first ? 0 : 1], batches = data[time_first ? 1 : 0];
  if (dims_of(problem.output) != data || dims_of(problem.inputs[1]) != Dims{batches}) {
    return shape_error(problem);
  }
  const int64_t inner = count_between(data, 2, static_cast<int64_t>(data.size()));
  const int64_t bytes = inner * element_bytes(problem.output.type);
  const IndexReader read(problem.inputs[1].type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    std::atomic<bool> is_outside = false;
    for_each_index(batches, threads_for(batches * times * (bytes / 16 + 1), threads),
                   [&](int64_t batch) {
                     const int64_t length = read(arguments.inputs[1], batch);
                     if (length < 0 || length > times) {
                       is_outside = true;
                       return;
                     }
                     for (int64_t time = 0; time < times; ++time) {
                       const int64_t source = time < length ? length - 1 - time : time;
                       const int64_t step = time_first ? batches : 1;
                       const int64_t base = time_first ? batch : batch * times;
                       copy_run(arguments, base + time * step, 0, base + source * step, bytes);
                     }
                   });
    if (is_outside) return outside(problem.kind);
    return {};
  });
}

Opened open_tensor_scatter(const GatherProblem& problem, int threads) {
  const Dims cache = dims_of(problem.inputs[0]), update = dims_of(problem.inputs[1]);
  Dims allowed = cache;
  const auto axis = static_cast<size_t>(problem.axis);
  if (update.size() == cache.size()) allowed[axis] = update[axis];
  const bool has_starts = problem.inputs[2].type != tensor::DataType::kUndefined;
  const bool starts_fit = !has_starts || dims_of(problem.inputs[2]) == Dims{cache[0]};
  if (dims_of(problem.output) != cache || update != allowed || update[axis] > cache[axis] ||
      problem.axis == 0 || !starts_fit) {
    return shape_error(problem);
  }
  const int64_t outer = count_between(cache, 0, problem.axis);
  const int64_t rows_each = cache[0] == 0 ? 1 : outer / cache[0];
  const int64_t bytes = count_between(cache, problem.axis + 1, static_cast<int64_t>(cache.size())) *
                        element_bytes(problem.output.type);
  const int64_t places = cache[axis], steps = update[axis];
  const IndexReader read(has_starts ? problem.inputs[2].type : tensor::DataType::kInt64);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    std::atomic<bool> is_outside = false;
    if (arguments.outputs[0] != arguments.inputs[0]) {
      std::memcpy(arguments.outputs[0], arguments.inputs[0],
                  static_cast<size_t>(outer * places * bytes));
    }
    for_each_index(outer, threads_for(outer * steps * (bytes / 16 + 1), threads), [&](int64_t row) {
      const int64_t start = has_starts ? read(arguments.inputs[2], row / rows_each) : 0;
      const bool fits = start >= 0 && start < (problem.circular ? places : places - steps + 1);
      if (!fits) {
        is_outside = true;
        return;
      }
      for (int64_t i = 0; i < steps; ++i) {
        copy_run(arguments, row * places + (start + i) % places, 1, row * steps + i, bytes);
      }
    });
    if (is_outside) return outside(problem.kind);
    return {};
  });
}

}  // namespace nightjar::kernels::gather
