// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/softmax/softmax_plain.h"

#include <algorithm>
#include <limits>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/common/vector_math.h"

namespace nightjar::kernels::softmax {
namespace {

constexpr int64_t kLanes = 16;

template <typename C>
NIGHTJAR_INLINE C row_maximum(const C* row, int64_t count) {
  C lanes[kLanes];
  std::fill(lanes, lanes + kLanes, row[0]);
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t k = 0; k < kLanes; ++k) lanes[k] = row[i + k] > lanes[k] ? row[i + k] : lanes[k];
  }
  C top = *std::max_element(lanes, lanes + kLanes);
  for (; i < count; ++i) top = row[i] > top ? row[i] : top;
  return top;
}

/// Replaces the row by exp(row - shift) and returns the sum.
template <typename C>
NIGHTJAR_INLINE C exp_and_sum(C* row, int64_t count, C shift) {
  C lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t k = 0; k < kLanes; ++k) {
      row[i + k] = fast_exp(row[i + k] - shift);
      lanes[k] += row[i + k];
    }
  }
  C sum = 0;
  for (int64_t k = 0; k < kLanes; ++k) sum += lanes[k];
  for (; i < count; ++i) sum += row[i] = fast_exp(row[i] - shift);
  return sum;
}

template <typename C>
NIGHTJAR_INLINE C exp_sum(const C* row, int64_t count, C shift) {
  C lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (int64_t k = 0; k < kLanes; ++k) lanes[k] += fast_exp(row[i + k] - shift);
  }
  C sum = 0;
  for (int64_t k = 0; k < kLanes; ++k) sum += lanes[k];
  for (; i < count; ++i) sum += fast_exp(row[i] - shift);
  return sum;
}

template <typename C>
NIGHTJAR_INLINE void any_row(C* row, int64_t count, bool is_log) {
  C shift = row_maximum(row, count);
  if (is_log) {
    shift += fast_log(exp_sum(row, count, shift));
    for (int64_t i = 0; i < count; ++i) row[i] -= shift;
  } else {
    const C scale = C(1) / exp_and_sum(row, count, shift);
    for (int64_t i = 0; i < count; ++i) row[i] *= scale;
  }
}

NIGHTJAR_CLONES void float_row(float* row, int64_t count, bool is_log) {
  any_row(row, count, is_log);
}

void row_of(float* row, int64_t count, bool is_log) { float_row(row, count, is_log); }
void row_of(double* row, int64_t count, bool is_log) { any_row(row, count, is_log); }

/// Columns side by side: the axis is not innermost. `block` is [count, width].
template <typename C>
NIGHTJAR_INLINE void any_columns(C* block, int64_t count, int64_t width, C* tops, C* sums,
                                 bool is_log) {
  std::copy(block, block + width, tops);
  for (int64_t i = 1; i < count; ++i) {
    const C* row = block + i * width;
    for (int64_t k = 0; k < width; ++k) tops[k] = row[k] > tops[k] ? row[k] : tops[k];
  }
  std::fill(sums, sums + width, C(0));
  for (int64_t i = 0; i < count; ++i) {
    C* row = block + i * width;
    for (int64_t k = 0; k < width; ++k) {
      const C shifted = row[k] - tops[k];
      const C e = fast_exp(shifted);
      sums[k] += e;
      row[k] = is_log ? shifted : e;
    }
  }
  for (int64_t k = 0; k < width; ++k) sums[k] = is_log ? fast_log(sums[k]) : C(1) / sums[k];
  for (int64_t i = 0; i < count; ++i) {
    C* row = block + i * width;
    for (int64_t k = 0; k < width; ++k) row[k] = is_log ? row[k] - sums[k] : row[k] * sums[k];
  }
}

NIGHTJAR_CLONES void float_columns(float* block, int64_t count, int64_t width, float* tops,
                                   float* sums, bool is_log) {
  any_columns(block, count, width, tops, sums, is_log);
}

void columns_of(float* block, int64_t count, int64_t width, float* tops, float* sums, bool log) {
  float_columns(block, count, width, tops, sums, log);
}
void columns_of(double* block, int64_t count, int64_t width, double* tops, double* sums, bool log) {
  any_columns(block, count, width, tops, sums, log);
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
        y_bytes_(element_bytes(problem.y.type)) {
    const tensor::Dims dims = dims_of(problem.x);
    const auto axis = static_cast<size_t>(problem.axis);
    count_ = dims[axis];
    for (size_t i = 0; i < axis; ++i) outer_ *= dims[i];
    for (size_t i = axis + 1; i < dims.size(); ++i) inner_ *= dims[i];
    const int64_t total = outer_ * count_ * inner_;
    threads_ = threads_for(total * 8, threads);
    if (total == 0) return;
    const int64_t width = inner_ == 1 ? 1 : std::min(kWidth, inner_);
    block_ = static_cast<size_t>((count_ + 2) * width);
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
    load_(at(arguments.inputs[0], row * count_, x_bytes_), count_, scratch);
    row_of(scratch, count_, is_log_);
    store_(scratch, count_, at(arguments.outputs[0], row * count_, y_bytes_));
  }

  void run_columns(const LaunchArguments& arguments, int64_t outer, int64_t first, C* scratch) {
    const int64_t width = std::min(kWidth, inner_ - first);
    const int64_t base = outer * count_ * inner_ + first;
    for (int64_t i = 0; i < count_; ++i) {
      load_(at(arguments.inputs[0], base + i * inner_, x_bytes_), width, scratch + i * width);
    }
    C* tops = scratch + count_ * width;
    columns_of(scratch, count_, width, tops, tops + width, is_log_);
    for (int64_t i = 0; i < count_; ++i) {
      store_(scratch + i * width, width, at(arguments.outputs[0], base + i * inner_, y_bytes_));
    }
  }

  bool is_log_;
  LoadFunction<C> load_;
  StoreFunction<C> store_;
  int64_t x_bytes_, y_bytes_;
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
