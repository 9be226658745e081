// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reduce/reduce_plain.h"

#include <algorithm>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/reduce/runs.h"

namespace nightjar::kernels::reduce {
namespace {

using tensor::Dims;

/// Elements loaded at a time, and results held at a time when the innermost axis stays.
constexpr int64_t kBlock = 512;

/// The axes split in those that stay and those that go, innermost one apart, neighbours merged.
struct Walk {
  struct Axis {
    int64_t extent, stride;
  };
  std::vector<Axis> kept, reduced;
  int64_t inner_extent = 1;
  bool inner_is_reduced = true;

  static int64_t count(const std::vector<Axis>& axes) {
    int64_t count = 1;
    for (const Axis& axis : axes) count *= axis.extent;
    return count;
  }
  /// Offset of the `index`-th combination of `axes`.
  static int64_t offset(const std::vector<Axis>& axes, int64_t index) {
    int64_t offset = 0;
    for (size_t i = axes.size(); i-- > 0;) {
      offset += index % axes[i].extent * axes[i].stride;
      index /= axes[i].extent;
    }
    return offset;
  }
};

Walk make_walk(const Dims& dims, const std::vector<int64_t>& axes) {
  struct Merged {
    int64_t extent;
    bool is_reduced;
  };
  std::vector<Merged> merged;
  for (size_t i = 0; i < dims.size(); ++i) {
    const bool is_reduced = std::binary_search(axes.begin(), axes.end(), static_cast<int64_t>(i));
    if (dims[i] == 1) continue;
    if (!merged.empty() && merged.back().is_reduced == is_reduced) {
      merged.back().extent *= dims[i];
    } else {
      merged.push_back({dims[i], is_reduced});
    }
  }
  Walk walk;
  if (merged.empty()) return walk;
  walk.inner_extent = merged.back().extent;
  walk.inner_is_reduced = merged.back().is_reduced;
  int64_t stride = walk.inner_extent;
  for (size_t i = merged.size() - 1; i-- > 0;) {
    auto& list = merged[i].is_reduced ? walk.reduced : walk.kept;
    list.insert(list.begin(), {merged[i].extent, stride});
    stride *= merged[i].extent;
  }
  return walk;
}

template <typename C>
class PlainReduce final : public Launchable {
 public:
  using A = Accumulator<C>;

  PlainReduce(const ReduceProblem& problem, int threads)
      : kind_(problem.kind),
        fold_(fold_of(problem.kind)),
        walk_(make_walk(dims_of(problem.input), problem.axes)),
        load_(load_function<C>(problem.input.type)),
        store_(store_function<A>(problem.output.type)),
        input_bytes_(element_bytes(problem.input.type)),
        output_bytes_(element_bytes(problem.output.type)),
        output_count_(tensor::element_count(dims_of(problem.output))),
        is_own_type_(is_type_of<C>(problem.input.type)) {
    const int64_t elements = tensor::element_count(dims_of(problem.input));
    reduced_combinations_ = Walk::count(walk_.reduced);
    reduced_count_ = reduced_combinations_ * (walk_.inner_is_reduced ? walk_.inner_extent : 1);
    threads_ = threads_for(elements, threads);
  }

  Status launch(const LaunchArguments& arguments) override {
    input_ = arguments.inputs[0];
    output_ = arguments.outputs[0];
    if (walk_.inner_is_reduced) {
      for_each_index(output_count_, threads_, [&](int64_t index) { reduce_one(index); });
      return {};
    }
    const int64_t blocks = (walk_.inner_extent + kBlock - 1) / kBlock;
    const int64_t rows = blocks == 0 ? 0 : Walk::count(walk_.kept);
    for_each_index(rows * blocks, threads_, [&](int64_t index) {
      const int64_t begin = index % blocks * kBlock;
      reduce_block(index / blocks, begin, std::min(kBlock, walk_.inner_extent - begin));
    });
    return {};
  }

 private:
  const C* load(int64_t offset, int64_t count, C* buffer) const {
    const void* from = at(input_, offset, input_bytes_);
    if (is_own_type_) return static_cast<const C*>(from);
    load_(from, count, buffer);
    return buffer;
  }

  /// All neighbours of all reduced combinations, folded into one number.
  A fold_all(Fold fold, int64_t base, A shift) const {
    C buffer[kBlock];
    A sum = neutral<A>(fold);
    for (int64_t r = 0; r < reduced_combinations_; ++r) {
      const int64_t offset = base + Walk::offset(walk_.reduced, r);
      for (int64_t begin = 0; begin < walk_.inner_extent; begin += kBlock) {
        const int64_t count = std::min(kBlock, walk_.inner_extent - begin);
        sum = fold_along(fold, load(offset + begin, count, buffer), count, sum, shift);
      }
    }
    return sum;
  }

  void reduce_one(int64_t index) const {
    const int64_t base = Walk::offset(walk_.kept, index);
    A shift = fold_ == Fold::kExp ? fold_all(Fold::kMax, base, A(0)) : A(0);
    if (!is_finite(shift)) shift = A(0);
    const A result = finish(kind_, fold_all(fold_, base, shift), shift, reduced_count_);
    store_(&result, 1, at(output_, index, output_bytes_));
  }

  void fold_block(Fold fold, int64_t base, int64_t count, A* sums, const A* shifts) const {
    C buffer[kBlock];
    std::fill(sums, sums + count, neutral<A>(fold));
    for (int64_t r = 0; r < reduced_combinations_; ++r) {
      const int64_t offset = base + Walk::offset(walk_.reduced, r);
      fold_across(fold, load(offset, count, buffer), count, sums, shifts);
    }
  }

  /// `count` results side by side.
  void reduce_block(int64_t row, int64_t begin, int64_t count) const {
    const int64_t base = Walk::offset(walk_.kept, row) + begin;
    A sums[kBlock];
    A shifts[kBlock] = {};
    if (fold_ == Fold::kExp) {
      fold_block(Fold::kMax, base, count, shifts, nullptr);
      std::replace_if(
          shifts, shifts + count, [](A shift) { return !is_finite(shift); }, A(0));
    }
    fold_block(fold_, base, count, sums, shifts);
    for (int64_t i = 0; i < count; ++i) {
      sums[i] = finish(kind_, sums[i], shifts[i], reduced_count_);
    }
    store_(sums, count, at(output_, row * walk_.inner_extent + begin, output_bytes_));
  }

  static bool is_finite(A value) { return std::isfinite(static_cast<double>(value)); }

  ReduceKind kind_;
  Fold fold_;
  Walk walk_;
  LoadFunction<C> load_;
  StoreFunction<A> store_;
  int64_t input_bytes_, output_bytes_, output_count_;
  bool is_own_type_;
  int64_t reduced_combinations_ = 1, reduced_count_ = 1;
  int threads_ = 1;
  const void* input_ = nullptr;
  void* output_ = nullptr;
};

/// Kinds whose answer is no integer even for integers.
bool needs_real(ReduceKind kind) {
  return kind == ReduceKind::kL2 || kind == ReduceKind::kLogSum || kind == ReduceKind::kLogSumExp;
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const ReduceProblem parsed, ReduceProblem::from_problem(problem));
  const Walk walk = make_walk(dims_of(parsed.input), parsed.axes);
  const int64_t kept = Walk::count(walk.kept) * (walk.inner_is_reduced ? 1 : walk.inner_extent);
  if (tensor::element_count(dims_of(parsed.output)) != kept) {
    return invalid_input(problem.to_string() + ": the output should have " + std::to_string(kept) +
                         " elements.");
  }
  using Opened = std::unique_ptr<Launchable>;
  const tensor::DataType type = parsed.input.type;
  if (type == tensor::DataType::kFloat64) {
    return Opened(std::make_unique<PlainReduce<double>>(parsed, threads));
  }
  if (tensor::is_float(type)) return Opened(std::make_unique<PlainReduce<float>>(parsed, threads));
  if (needs_real(parsed.kind)) {
    return Opened(std::make_unique<PlainReduce<double>>(parsed, threads));
  }
  if (type == tensor::DataType::kUInt64) {
    return Opened(std::make_unique<PlainReduce<uint64_t>>(parsed, threads));
  }
  return Opened(std::make_unique<PlainReduce<int64_t>>(parsed, threads));
}

}  // namespace nightjar::kernels::reduce
