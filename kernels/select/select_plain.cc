// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/select/select_plain.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::select {
namespace {

using tensor::DataType;

/// The axis in the middle of everything outside and inside of it.
struct Lines {
  int64_t outer = 1, count = 1, inner = 1;

  Lines(const tensor::Dims& dims, int64_t axis) : count(dims[static_cast<size_t>(axis)]) {
    for (int64_t i = 0; i < static_cast<int64_t>(dims.size()); ++i) {
      if (i < axis) outer *= dims[static_cast<size_t>(i)];
      if (i > axis) inner *= dims[static_cast<size_t>(i)];
    }
  }
  int64_t base(int64_t line, int64_t length) const {
    return line / inner * length * inner + line % inner;
  }
};

/// NaN counts as larger than everything, so that the order is total.
template <typename C>
bool is_before(C a, C b) {
  if constexpr (std::is_floating_point_v<C>) {
    if (std::isnan(b)) return !std::isnan(a);
  }
  return a < b;
}

template <typename C>
int64_t extreme(const C* line, int64_t count, bool is_max, bool last) {
  int64_t best = 0;
  for (int64_t i = 1; i < count; ++i) {
    const bool is_better = is_max ? is_before(line[best], line[i]) : is_before(line[i], line[best]);
    const bool is_equal = !is_before(line[best], line[i]) && !is_before(line[i], line[best]);
    if (is_better || (last && is_equal)) best = i;
  }
  return best;
}

/// The positions of the first `k` in order, equals by position.
template <typename C>
void order(const C* line, int64_t count, int64_t k, bool largest, std::vector<int64_t>& positions) {
  positions.resize(static_cast<size_t>(count));
  std::iota(positions.begin(), positions.end(), 0);
  std::partial_sort(positions.begin(), positions.begin() + k, positions.end(),
                    [&](int64_t a, int64_t b) {
                      if (largest ? is_before(line[b], line[a]) : is_before(line[a], line[b])) {
                        return true;
                      }
                      if (largest ? is_before(line[a], line[b]) : is_before(line[b], line[a])) {
                        return false;
                      }
                      return a < b;
                    });
}

/// Sums or products of everything up to each element.
template <typename C>
void run_along(C* line, int64_t count, const SelectProblem& problem) {
  using Total = std::conditional_t<std::is_floating_point_v<C>, C, uint64_t>;
  const bool is_product = problem.kind == SelectKind::kRunningProduct;
  Total total = is_product ? 1 : 0;
  for (int64_t step = 0; step < count; ++step) {
    C& element = line[problem.reverse ? count - 1 - step : step];
    const Total before = total, next = static_cast<Total>(element);
    total = is_product ? total * next : total + next;
    element = static_cast<C>(problem.exclusive ? before : total);
  }
}

bool runs_along(SelectKind kind) {
  return kind == SelectKind::kRunningSum || kind == SelectKind::kRunningProduct;
}

template <typename C>
class PlainSelect final : public Launchable {
 public:
  PlainSelect(SelectProblem problem, int threads)
      : problem_(std::move(problem)),
        lines_(dims_of(problem_.input), problem_.axis),
        threads_(threads_for(tensor::element_count(dims_of(problem_.input)) * 4, threads)),
        scratch_(static_cast<size_t>(threads_)),
        positions_(static_cast<size_t>(threads_)) {
    const auto& shaped = problem_.outputs.back().type == DataType::kUndefined
                             ? problem_.outputs[0]
                             : problem_.outputs.back();
    if (problem_.kind == SelectKind::kTopK && shaped.type != DataType::kUndefined) {
      k_ = dims_of(shaped)[static_cast<size_t>(problem_.axis)];
    }
    for (auto& line : scratch_) line.resize(static_cast<size_t>(lines_.count));
    for (auto& line : positions_) line.reserve(static_cast<size_t>(lines_.count));
  }

  bool fits() const {
    if (problem_.kind == SelectKind::kTopK) return k_ >= 0 && k_ <= lines_.count;
    const int64_t lines = lines_.outer * lines_.inner;
    const bool is_running = runs_along(problem_.kind);
    return tensor::element_count(dims_of(problem_.outputs[0])) ==
               (is_running ? lines * lines_.count : lines) &&
           (is_running || lines_.count > 0 || lines == 0);
  }

  Status launch(const LaunchArguments& arguments) override {
    const auto load = load_function<C>(problem_.input.type);
    const int64_t bytes = element_bytes(problem_.input.type);
    for_each_share(lines_.outer * lines_.inner, threads_,
                   [&](int thread, int64_t begin, int64_t end) {
                     std::vector<C>& line = scratch_[static_cast<size_t>(thread)];
                     for (int64_t i = begin; i < end; ++i) {
                       const int64_t base = lines_.base(i, lines_.count);
                       for (int64_t k = 0; k < lines_.count; ++k) {
                         load(at(arguments.inputs[0], base + k * lines_.inner, bytes), 1,
                              &line[static_cast<size_t>(k)]);
                       }
                       run_line(arguments, i, line.data(), positions_[static_cast<size_t>(thread)]);
                     }
                   });
    return {};
  }

 private:
  void run_line(const LaunchArguments& arguments, int64_t index, C* line,
                std::vector<int64_t>& positions) const {
    switch (problem_.kind) {
      case SelectKind::kArgMax:
      case SelectKind::kArgMin:
        static_cast<int64_t*>(arguments.outputs[0])[index] =
            extreme(line, lines_.count, problem_.kind == SelectKind::kArgMax, problem_.last);
        return;
      case SelectKind::kTopK:
        order(line, lines_.count, k_, problem_.largest, positions);
        store_top(arguments, lines_.base(index, k_), line, positions);
        return;
      case SelectKind::kRunningSum:
      case SelectKind::kRunningProduct:
        run_along(line, lines_.count, problem_);
        for (int64_t i = 0; i < lines_.count; ++i) {
          store(arguments.outputs[0], lines_.base(index, lines_.count) + i * lines_.inner, line[i]);
        }
        return;
    }
  }

  void store(void* output, int64_t position, C value) const {
    store_function<C>(problem_.input.type)(
        &value, 1, at(output, position, element_bytes(problem_.input.type)));
  }

  void store_top(const LaunchArguments& arguments, int64_t base, const C* line,
                 const std::vector<int64_t>& positions) const {
    for (int64_t i = 0; i < k_; ++i) {
      const int64_t position = positions[static_cast<size_t>(i)];
      const int64_t to = base + i * lines_.inner;
      if (arguments.outputs[0] != nullptr) store(arguments.outputs[0], to, line[position]);
      if (arguments.outputs[1] != nullptr) {
        static_cast<int64_t*>(arguments.outputs[1])[to] = position;
      }
    }
  }

  SelectProblem problem_;
  Lines lines_;
  int threads_;
  int64_t k_ = 0;
  std::vector<std::vector<C>> scratch_;
  std::vector<std::vector<int64_t>> positions_;
};

template <typename C>
Result<std::unique_ptr<Launchable>> open_as(const SelectProblem& problem, int threads) {
  auto opened = std::make_unique<PlainSelect<C>>(problem, threads);
  if (!opened->fits()) {
    return invalid_input("select: the extents do not fit: " + problem.to_problem().to_string() +
                         ".");
  }
  return std::unique_ptr<Launchable>(std::move(opened));
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const SelectProblem parsed, SelectProblem::from_problem(problem));
  const DataType type = parsed.input.type;
  if (tensor::is_float(type)) return open_as<double>(parsed, threads);
  if (type == DataType::kUInt64) return open_as<uint64_t>(parsed, threads);
  return open_as<int64_t>(parsed, threads);
}

}  // namespace nightjar::kernels::select
