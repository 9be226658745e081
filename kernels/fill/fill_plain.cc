// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fill/fill_plain.h"

#include <cstring>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"

namespace nightjar::kernels::fill {
namespace {

using Opened = Result<std::unique_ptr<Launchable>>;

Opened open_value(const FillProblem& problem) {
  const int64_t count = tensor::element_count(dims_of(problem.output));
  const int64_t bytes = element_bytes(problem.output.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for (int64_t i = 0; i < count; ++i) {
      std::memcpy(at(arguments.outputs[0], i, bytes), arguments.inputs[0],
                  static_cast<size_t>(bytes));
    }
    return {};
  });
}

Opened open_values(const FillProblem& problem) {
  const int64_t count = tensor::element_count(dims_of(problem.output));
  const auto values = tensor::constant_dims(problem.values);
  if (!values || static_cast<int64_t>(values->size()) != count) {
    return invalid_input("fill values: as many numbers as elements are wanted.");
  }
  const auto store = store_function<int64_t>(problem.output.type);
  return make_launchable([values = *values, count, store](const LaunchArguments& arguments) {
    store(values.data(), count, arguments.outputs[0]);
    return Status();
  });
}

template <typename C>
Opened open_range(const FillProblem& problem) {
  const int64_t count = tensor::element_count(dims_of(problem.output));
  const tensor::DataType type = problem.output.type;
  return make_launchable([count, type](const LaunchArguments& arguments) -> Status {
    C first, step;
    load_function<C>(type)(arguments.inputs[0], 1, &first);
    load_function<C>(type)(arguments.inputs[1], 1, &step);
    for (int64_t i = 0; i < count; ++i) {
      const C value = first + static_cast<C>(i) * step;
      store_function<C>(type)(&value, 1, at(arguments.outputs[0], i, element_bytes(type)));
    }
    return {};
  });
}

Opened open_eye(const FillProblem& problem) {
  const tensor::Dims dims = dims_of(problem.output);
  if (dims.size() < 2) return invalid_input("fill eye: a matrix is wanted.");
  const int64_t columns = dims.back(), rows = dims[dims.size() - 2];
  const int64_t count = tensor::element_count(dims);
  const int64_t diagonal = *problem.values[0].constant();
  const auto store = store_function<int64_t>(problem.output.type);
  const int64_t bytes = element_bytes(problem.output.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for (int64_t i = 0; i < count; ++i) {
      const int64_t value = i % columns - i / columns % rows == diagonal ? 1 : 0;
      store(&value, 1, at(arguments.outputs[0], i, bytes));
    }
    return {};
  });
}

}  // namespace

Opened open_plain(const Problem& problem, int) {
  NIGHTJAR_ASSIGN(const FillProblem parsed, FillProblem::from_problem(problem));
  switch (parsed.kind) {
    case FillKind::kValue:
      return open_value(parsed);
    case FillKind::kValues:
      return open_values(parsed);
    case FillKind::kEye:
      return open_eye(parsed);
    case FillKind::kRange:
      // Unsigned arithmetic wraps, and the bits are those of the signed answer.
      return tensor::is_float(parsed.output.type) ? open_range<double>(parsed)
                                                  : open_range<uint64_t>(parsed);
  }
  return internal_error("fill: unknown kind.");
}

}  // namespace nightjar::kernels::fill
