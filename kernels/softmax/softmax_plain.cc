// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/softmax/softmax_plain.h"

#include <algorithm>
#include <limits>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/run_folds.h"
#include "kernels/common/threads.h"
#include "kernels/common/vector_math.h"

namespace nightjar::kernels::softmax {
namespace {

/// The sum of exp(row - shift), by way of a block that stays in the L1 cache.
template <typename C>
NIGHTJAR_INLINE C exp_sum(const C* row, int64_t count, C shift) {
  constexpr int64_t kBlock = 256;
  C block[kBlock];
  C sum = 0;
  for (int64_t begin = 0; begin < count; begin += kBlock) {
    const int64_t size = std::min(kBlock, count - begin);
    for (int64_t i = 0; i < size; ++i) block[i] = fast_exp(row[begin + i] - shift);
    sum += sum_of_run(block, size);
  }
  return sum;
}

template <typename C>
NIGHTJAR_INLINE void any_row(C* row, int64_t count, bool is_log) {
  C shift = maximum_of_run(row, count, row[0]);
  if (is_log) {
    shift += fast_log(exp_sum(row, count, shift));
    for (int64_t i = 0; i < count; ++i) row[i] -= shift;
  } else {
    for (int64_t i = 0; i < count; ++i) row[i] = fast_exp(row[i] - shift);
    const C scale = C(1) / sum_of_run(row, count);
    for (int64_t i = 0; i < count; ++i) row[i] *= scale;
  }
}

NIGHTJAR_CLONES void float_row(float* row, int64_t count, bool is_log) {
  any_row(row, count, is_log);
}

void row_of(float* row, int64_t count, bool is_log) { float_row(row, count, is_log); }
void row_of(double* row, int64_t count, bool is_log) { any_row(row, count, is_log); }

/// One row of columns side by side at a time; what is written never overlaps what is read.
template <typename C>
NIGHTJAR_INLINE void any_raise(const C* __restrict row, int64_t width, C* __restrict tops) {
  for (int64_t k = 0; k < width; ++k) tops[k] = row[k] > tops[k] ? row[k] : tops[k];
}
template <typename C>
NIGHTJAR_INLINE void any_exp(C* __restrict row, int64_t width, const C* __restrict tops,
                             C* __restrict sums) {
  for (int64_t k = 0; k < width; ++k) {
    row[k] = fast_exp(row[k] - tops[k]);
    sums[k] += row[k];
  }
}

NIGHTJAR_CLONES void raise_tops(const float* __restrict row, int64_t width,
                                float* __restrict tops) {
  any_raise(row, width, tops);
}
NIGHTJAR_CLONES void exp_columns(float* __restrict row, int64_t width, const float* __restrict tops,
                                 float* __restrict sums) {
  any_exp(row, width, tops, sums);
}
void raise_tops(const double* row, int64_t width, double* tops) { any_raise(row, width, tops); }
void exp_columns(double* row, int64_t width, const double* tops, double* sums) {
  any_exp(row, width, tops, sums);
}

/// The axis is not innermost. `block` is [count, width]; `scratch` holds 3 * width elements.
template <typename C>
void columns_of(C* block, int64_t count, int64_t width, C* scratch, bool is_log) {
  C *tops = scratch, *sums = scratch + width, *exponentials = scratch + 2 * width;
  std::copy(block, block + width, tops);
  std::fill(sums, sums + width, C(0));
  for (int64_t i = 1; i < count; ++i) raise_tops(block + i * width, width, tops);
  for (int64_t i = 0; i < count; ++i) {
    C* row = block + i * width;
    if (is_log) row = std::copy(row, row + width, exponentials) - width;
    exp_columns(row, width, tops, sums);
  }
  for (int64_t k = 0; k < width; ++k) sums[k] = is_log ? tops[k] + fast_log(sums[k]) : 1 / sums[k];
  for (int64_t i = 0; i < count; ++i) {
    C* row = block + i * width;
    for (int64_t k = 0; k < width; ++k) row[k] = is_log ? row[k] - sums[k] : row[k] * sums[k];
  }
}

template <typename C>
class PlainSoftmax final : public Launchable {
 public:
  /// Columns taken at a time when the axis is not innermost.
  static constexpr int64_t kWidth = 64;

  PlainSoftmax(const SoftmaxProblem& problem, int threads)
      : is_log_(problem.is_log),
        load_(load_function<C>(problem.x.type)),
        store_(store_function<C>(problem.y.type)),
        x_bytes_(element_bytes(problem.x.type)),
        y_bytes_(element_bytes(problem.y.type)),
        is_own_type_(is_type_of<C>(problem.y.type)) {
    const tensor::Dims dims = dims_of(problem.x);
    const auto axis = static_cast<size_t>(problem.axis);
    count_ = dims[axis];
    for (size_t i = 0; i < axis; ++i) outer_ *= dims[i];
    for (size_t i = axis + 1; i < dims.size(); ++i) inner_ *= dims[i];
    const int64_t total = outer_ * count_ * inner_;
    threads_ = threads_for(total * 8, threads);
    if (total == 0) return;
    const int64_t width = inner_ == 1 ? 1 : std::min(kWidth, inner_);
    block_ = static_cast<size_t>((count_ + 3) * width);
    scratch_.resize(block_ * static_cast<size_t>(threads_));
  }

  Status launch(const LaunchArguments& arguments) override {
    if (scratch_.empty()) return {};
    const int64_t blocks = (inner_ + kWidth - 1) / kWidth;
    for_each_share(outer_ * blocks, threads_, [&](int thread, int64_t begin, int64_t end) {
      C* scratch = scratch_.data() + block_ * static_cast<size_t>(thread);
      for (int64_t i = begin; i < end; ++i) {
        if (inner_ == 1) {
          run_row(arguments, i, scratch);
        } else {
          run_columns(arguments, i / blocks, i % blocks * kWidth, scratch);
        }
      }
    });
    return {};
  }

 private:
  void run_row(const LaunchArguments& arguments, int64_t row, C* scratch) const {
    void* y = at(arguments.outputs[0], row * count_, y_bytes_);
    C* line = is_own_type_ ? static_cast<C*>(y) : scratch;
    load_(at(arguments.inputs[0], row * count_, x_bytes_), count_, line);
    row_of(line, count_, is_log_);
    if (!is_own_type_) store_(line, count_, y);
  }

  void run_columns(const LaunchArguments& arguments, int64_t outer, int64_t first, C* scratch) {
    const int64_t width = std::min(kWidth, inner_ - first);
    const int64_t base = outer * count_ * inner_ + first;
    for (int64_t i = 0; i < count_; ++i) {
      load_(at(arguments.inputs[0], base + i * inner_, x_bytes_), width, scratch + i * width);
    }
    columns_of(scratch, count_, width, scratch + count_ * width, is_log_);
    for (int64_t i = 0; i < count_; ++i) {
      store_(scratch + i * width, width, at(arguments.outputs[0], base + i * inner_, y_bytes_));
    }
  }

  bool is_log_;
  LoadFunction<C> load_;
  StoreFunction<C> store_;
  int64_t x_bytes_, y_bytes_;
  bool is_own_type_;
  int64_t outer_ = 1, count_ = 1, inner_ = 1;
  size_t block_ = 0;
  std::vector<C> scratch_;
  int threads_ = 1;
};

}  // namespace

void softmax_row(float* row, int64_t count, bool is_log) { float_row(row, count, is_log); }

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const SoftmaxProblem parsed, SoftmaxProblem::from_problem(problem));
  using Opened = std::unique_ptr<Launchable>;
  if (parsed.x.type == tensor::DataType::kFloat64) {
    return Opened(std::make_unique<PlainSoftmax<double>>(parsed, threads));
  }
  return Opened(std::make_unique<PlainSoftmax<float>>(parsed, threads));
}

}  // namespace nightjar::kernels::softmax
