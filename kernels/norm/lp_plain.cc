// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/norm/norm_plain.h"

namespace nightjar::kernels::norm {

Result<std::unique_ptr<Launchable>> open_lp(const NormProblem& problem, int threads) {
  const tensor::Dims dims = dims_of(problem.x);
  if (dims.empty()) return invalid_input("norm lp: an axis is wanted.");
  const int64_t count = dims[static_cast<size_t>(problem.axis)];
  int64_t inner = 1;
  for (size_t i = static_cast<size_t>(problem.axis) + 1; i < dims.size(); ++i) inner *= dims[i];
  const int64_t lines = count == 0 ? 0 : tensor::element_count(dims) / count;
  const int64_t p = problem.p;
  const auto load = load_function<double>(problem.x.type);
  const auto store = store_function<double>(problem.y.type);
  const int64_t x_bytes = element_bytes(problem.x.type);
  const int64_t y_bytes = element_bytes(problem.y.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for_each_index(lines, threads_for(lines * count * 8, threads), [&](int64_t line) {
      const int64_t base = line / inner * count * inner + line % inner;
      const auto value = [&](int64_t i) {
        double x = 0;
        load(at(arguments.inputs[0], base + i * inner, x_bytes), 1, &x);
        return x;
      };
      double sum = 0;
      for (int64_t i = 0; i < count; ++i) sum += p == 1 ? std::fabs(value(i)) : value(i) * value(i);
      const double norm = p == 1 ? sum : std::sqrt(sum);
      for (int64_t i = 0; i < count; ++i) {
        const double y = norm == 0 ? 0.0 : value(i) / norm;
        store(&y, 1, at(arguments.outputs[0], base + i * inner, y_bytes));
      }
    });
    return {};
  });
}

}  // namespace nightjar::kernels::norm
