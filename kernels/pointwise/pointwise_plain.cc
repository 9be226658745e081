// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <type_traits>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/small_convert.h"
#include "kernels/common/threads.h"
#include "kernels/pointwise/byte_ends.h"
#include "kernels/pointwise/loops.h"
#include "kernels/pointwise/operand.h"
#include "kernels/pointwise/packed_operands.h"
#include "kernels/pointwise/pointwise.h"
#include "kernels/pointwise/program.h"

namespace nightjar::kernels::pointwise {
namespace {

using tensor::DataType;

/// Elements worked on at a time, so that all slots stay in the L1 cache.
constexpr int64_t kBlock = 512;

/// Packed elements come spread out, one byte each.
int64_t spread_bytes(DataType type) { return is_packed(type) ? 1 : element_bytes(type); }

template <typename C>
LoadFunction<C> load_of(DataType type) {
  return is_small_number(type) ? load_small_function<C>(type) : load_function<C>(type);
}

template <typename C>
StoreFunction<C> store_of(const PointwiseProblem& problem) {
  const DataType type = problem.output.type;
  return is_small_number(type) ? store_small_function<C>(type, problem.narrowing)
                               : store_function<C>(type);
}

template <typename C>
struct InputRun {
  std::vector<BroadcastAxis> axes;
  LoadFunction<C> load = nullptr;
  int64_t bytes_each = 0;
  bool is_own_type = false;                       ///< Runs can be read in place.
  bool repeats = false;                           ///< Every block reads the same elements.
  std::optional<ByteInput> bytes = std::nullopt;  ///< How they are dequantised when read.
};

template <typename C>
class PlainPointwise final : public Launchable {
 public:
  static Result<std::unique_ptr<Launchable>> open(const PointwiseProblem& problem, int threads,
                                                  const ByteEnds& ends = {},
                                                  int64_t block = kBlock) {
    auto opened = std::make_unique<PlainPointwise>();
    opened->block_ = block;
    NIGHTJAR_TRY(opened->prepare(problem, threads));
    for (size_t i = 0; i < ends.inputs.size(); ++i) opened->inputs_[i].bytes = ends.inputs[i];
    opened->bytes_out_ = ends.output;
    opened->output_type_ = problem.output.type;
    return with_packed_operands(problem, std::move(opened));
  }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t blocks = (count_ + block_ - 1) / block_;
    for_each_share(blocks, static_cast<int>(std::min<int64_t>(threads_, blocks)),
                   [&](int thread, int64_t begin, int64_t end) {
                     fill_repeating(arguments, thread);
                     for (int64_t i = begin; i < end; ++i) run_block(arguments, thread, i * block_);
                   });
    return {};
  }

 private:
  Status prepare(const PointwiseProblem& problem, int threads) {
    program_ = compile(problem.expression, std::is_floating_point_v<C>);
    const tensor::Dims dims = dims_of(problem.output);
    count_ = tensor::element_count(dims);
    output_is_own_type_ = is_type_of<C>(problem.output.type);
    store_ = store_of<C>(problem);
    output_bytes_each_ = spread_bytes(problem.output.type);
    for (const tensor::TensorDesc& desc : problem.inputs) {
      NIGHTJAR_ASSIGN(auto axes, broadcast_axes(dims_of(desc), dims));
      inputs_.push_back({std::move(axes), load_of<C>(desc.type), spread_bytes(desc.type),
                         is_type_of<C>(desc.type), false});
    }
    for (const Instruction& instruction : program_.instructions) {
      loops_.push_back(loop_of<C>(instruction.function));
    }
    choose_block();
    threads_ = threads_for(count_ * static_cast<int64_t>(loops_.size() + 1), threads);
    const size_t runs = inputs_.size() + program_.slot_count + 1;
    scratch_.resize(static_cast<size_t>(threads_) * runs * static_cast<size_t>(block_));
    for (const double value : program_.constants) {
      C converted;
      load_function<C>(DataType::kFloat64)(&value, 1, &converted);
      constants_.insert(constants_.end(), static_cast<size_t>(block_), converted);
    }
    return {};
  }

  /// A multiple of the first short period, so that repeating inputs are read once a launch.
  void choose_block() {
    for (const InputRun<C>& input : inputs_) {
      const auto period = period_of(input.axes);
      if (period && *period <= block_) {
        block_ = block_ / *period * *period;
        break;
      }
    }
    for (InputRun<C>& input : inputs_) {
      const auto period = period_of(input.axes);
      input.repeats = is_scalar(input.axes) || (period && block_ % *period == 0);
    }
  }

  /// Scratch of a thread: a run for each input, each slot, and the result.
  C* run_of(int thread, size_t index) {
    const size_t runs = inputs_.size() + program_.slot_count + 1;
    return scratch_.data() +
           (static_cast<size_t>(thread) * runs + index) * static_cast<size_t>(block_);
  }

  void fill_repeating(const LaunchArguments& arguments, int thread) {
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (!inputs_[i].repeats) continue;
      read_segments(inputs_[i], arguments.inputs[i], 0, std::min(block_, count_),
                    run_of(thread, i));
      scale(inputs_[i], run_of(thread, i), std::min(block_, count_));
    }
  }

  static void scale(const InputRun<C>& input, C* run, int64_t count) {
    if constexpr (std::is_same_v<C, float>) {
      if (input.bytes) scale_bytes(*input.bytes, run, count);
    }
  }

  void store(const C* run, int64_t count, void* output) const {
    if constexpr (std::is_same_v<C, float>) {
      if (bytes_out_) return quantize_run(*bytes_out_, output_type_, run, count, output);
    }
    store_(run, count, output);
  }

  void read_segments(const InputRun<C>& input, const void* data, int64_t start, int64_t count,
                     C* to) {
    walk_segments(input.axes, start, count, [&](int64_t offset, int64_t stride, int64_t length) {
      const void* from = at(data, offset, input.bytes_each);
      input.load(from, stride == 0 ? 1 : length, to);
      if (stride == 0) std::fill(to + 1, to + length, *to);
      to += length;
    });
  }

  /// Where the block's elements of input `i` can be read.
  const C* read_input(const LaunchArguments& arguments, int thread, size_t i, int64_t start,
                      int64_t count) {
    const InputRun<C>& input = inputs_[i];
    C* run = run_of(thread, i);
    if (input.repeats) return run;
    const void* data = arguments.inputs[i];
    if (is_dense(input.axes)) {
      const void* from = at(data, start, input.bytes_each);
      if (input.is_own_type) return static_cast<const C*>(from);
      input.load(from, count, run);
    } else {
      read_segments(input, data, start, count, run);
    }
    scale(input, run, count);
    return run;
  }

  void run_block(const LaunchArguments& arguments, int thread, int64_t start) {
    const int64_t count = std::min(block_, count_ - start);
    constexpr size_t kMaxInputs = 256;
    const C* inputs[kMaxInputs];
    for (size_t i = 0; i < inputs_.size(); ++i) {
      inputs[i] = read_input(arguments, thread, i, start, count);
    }
    const auto address = [&](const Source& source) -> const C* {
      if (source.kind == Source::Kind::kInput) return inputs[source.index];
      if (source.kind == Source::Kind::kSlot) return run_of(thread, inputs_.size() + source.index);
      return constants_.data() + static_cast<size_t>(block_) * source.index;
    };
    void* output = at(arguments.outputs[0], start, output_bytes_each_);
    for (size_t i = 0; i < loops_.size(); ++i) {
      const Instruction& step = program_.instructions[i];
      const bool is_last = i + 1 == loops_.size();
      C* target = is_last && output_is_own_type_ ? static_cast<C*>(output)
                                                 : run_of(thread, inputs_.size() + step.target);
      loops_[i](step.function, {address(step.sources[0]), address(step.sources[1]),
                                address(step.sources[2]), target, count});
    }
    if (loops_.empty() || !output_is_own_type_) store(address(program_.result), count, output);
  }

  Program program_;
  std::vector<Loop<C>> loops_;
  std::vector<InputRun<C>> inputs_;
  std::vector<C> constants_, scratch_;
  StoreFunction<C> store_ = nullptr;
  int64_t count_ = 0, block_ = kBlock, output_bytes_each_ = 0;
  bool output_is_own_type_ = false;
  std::optional<ByteOutput> bytes_out_;
  DataType output_type_ = DataType::kUndefined;
  int threads_ = 1;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_between(const BetweenBytes& between, int threads) {
  return PlainPointwise<float>::open(between.problem, threads, between.ends);
}

Result<std::unique_ptr<Launchable>> open_in_blocks(const PointwiseProblem& problem, int threads,
                                                   int64_t block) {
  return PlainPointwise<float>::open(problem, threads, {}, block);
}

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const PointwiseProblem parsed, PointwiseProblem::from_problem(problem));
  switch (parsed.compute) {
    case Compute::kFloat32:
      return PlainPointwise<float>::open(parsed, threads);
    case Compute::kFloat64:
      return PlainPointwise<double>::open(parsed, threads);
    case Compute::kInt64:
      return PlainPointwise<int64_t>::open(parsed, threads);
    case Compute::kUInt64:
      return PlainPointwise<uint64_t>::open(parsed, threads);
  }
  return internal_error("pointwise: unknown compute type.");
}

}  // namespace nightjar::kernels::pointwise
