// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_attention/linear_attention_plain.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::linear_attention {
namespace {

using tensor::Dims;

constexpr size_t kState = 3, kDecay = 4, kShare = 5, kErase = 6;

/// Rows of a matrix [rows, width] weighted and summed: to = factors' matrix.
void read_rows(const float* matrix, const float* factors, int64_t rows, int64_t width, float* to) {
  std::fill(to, to + width, 0.0F);
  for (int64_t d = 0; d < rows; ++d) {
    const float* row = matrix + d * width;
    const float factor = factors[d];
    for (int64_t e = 0; e < width; ++e) to[e] += factor * row[e];
  }
}

class PlainLinearAttention final : public Launchable {
 public:
  PlainLinearAttention(LinearAttentionProblem problem, int threads)
      : problem_(std::move(problem)), group_(problem_.heads / problem_.key_heads) {
    const Dims q = dims_of(problem_.inputs[0]), v = dims_of(problem_.inputs[2]);
    batch_ = q[0];
    steps_ = q[1];
    depth_ = q[2] / problem_.heads;
    width_ = v[2] / problem_.key_heads;
    scale_ = problem_.scale != 0 ? static_cast<float>(problem_.scale)
                                 : 1 / std::sqrt(static_cast<float>(depth_));
    if (problem_.has_input(kDecay)) decays_ = dims_of(problem_.inputs[kDecay])[2];
    if (problem_.has_input(kShare)) shares_ = dims_of(problem_.inputs[kShare])[2];
    const int64_t tasks = batch_ * problem_.key_heads;
    threads_ = static_cast<int>(std::clamp<int64_t>(
        tasks, 1, threads_for(tasks * steps_ * depth_ * width_ * (2 + group_), threads)));
    scratch_each_ = depth_ * width_ + 4 * depth_ + 3 * width_;
    scratch_.resize(static_cast<size_t>(scratch_each_ * threads_));
  }

  bool fits() const {
    const auto is = [&](size_t input, const Dims& wanted) {
      return !problem_.has_input(input) || dims_of(problem_.inputs[input]) == wanted;
    };
    const int64_t keys = problem_.key_heads * depth_;
    const bool gates_fit = (decays_ == 0 || decays_ == problem_.key_heads || decays_ == keys) &&
                           (shares_ == 0 || shares_ == 1 || shares_ == problem_.key_heads);
    return gates_fit && is(0, {batch_, steps_, problem_.heads * depth_}) &&
           is(1, {batch_, steps_, keys}) && is(kErase, {batch_, steps_, keys}) &&
           is(2, {batch_, steps_, problem_.key_heads * width_}) &&
           is(kState, {batch_, problem_.key_heads, depth_, width_}) &&
           is(kDecay, {batch_, steps_, decays_}) && is(kShare, {batch_, steps_, shares_});
  }

  Status launch(const LaunchArguments& arguments) override {
    for_each_share(batch_ * problem_.key_heads, threads_,
                   [&](int thread, int64_t begin, int64_t end) {
                     for (int64_t i = begin; i < end; ++i) run_head(arguments, i, thread);
                   });
    return {};
  }

 private:
  struct Scratch {
    float *state, *query, *key, *erase, *decay, *value, *held, *answer;
  };

  Scratch scratch_of(int thread) {
    float* next = scratch_.data() + thread * scratch_each_;
    const auto take = [&next](int64_t count) { return std::exchange(next, next + count); };
    Scratch scratch{};
    scratch.state = take(depth_ * width_);
    for (float** vector : {&scratch.query, &scratch.key, &scratch.erase, &scratch.decay}) {
      *vector = take(depth_);
    }
    for (float** vector : {&scratch.value, &scratch.held, &scratch.answer}) *vector = take(width_);
    return scratch;
  }

  void load(const LaunchArguments& arguments, size_t input, int64_t offset, int64_t count,
            float* to) const {
    const auto type = problem_.inputs[input].type;
    load_function<float>(type)(at(arguments.inputs[input], offset, element_bytes(type)), count, to);
  }

  void store(const LaunchArguments& arguments, size_t output, int64_t offset, int64_t count,
             const float* from) const {
    const auto type = problem_.outputs[output].type;
    if (type == tensor::DataType::kUndefined) return;
    store_function<float>(type)(from, count,
                                at(arguments.outputs[output], offset, element_bytes(type)));
  }

  void run_head(const LaunchArguments& arguments, int64_t index, int thread) {
    const Scratch scratch = scratch_of(thread);
    const int64_t elements = depth_ * width_;
    std::fill(scratch.state, scratch.state + elements, 0.0F);
    if (problem_.has_input(kState)) {
      load(arguments, kState, index * elements, elements, scratch.state);
    }
    const int64_t batch = index / problem_.key_heads, head = index % problem_.key_heads;
    for (int64_t step = 0; step < steps_; ++step) {
      const int64_t line = batch * steps_ + step;
      decay(arguments, line, head, scratch);
      write(arguments, line, head, scratch);
      for (int64_t i = 0; i < group_; ++i) {
        answer(arguments, line, head * group_ + i, scratch);
      }
    }
    store(arguments, 1, index * elements, elements, scratch.state);
  }

  void decay(const LaunchArguments& arguments, int64_t line, int64_t head,
             const Scratch& scratch) const {
    if (decays_ == 0) return;
    const int64_t each = decays_ / problem_.key_heads;
    const bool is_single = decays_ == problem_.key_heads;
    load(arguments, kDecay, line * decays_ + head * each, is_single ? 1 : depth_, scratch.decay);
    for (int64_t d = 0; d < depth_; ++d) {
      const float factor = std::exp(scratch.decay[is_single ? 0 : d]);
      float* row = scratch.state + d * width_;
      for (int64_t e = 0; e < width_; ++e) row[e] *= factor;
    }
  }

  void write(const LaunchArguments& arguments, int64_t line, int64_t head,
             const Scratch& scratch) const {
    const int64_t place = line * problem_.key_heads + head;
    load(arguments, 1, place * depth_, depth_, scratch.key);
    load(arguments, 2, place * width_, width_, scratch.value);
    if (shares_ > 0) correct(arguments, line, head, scratch);
    for (int64_t d = 0; d < depth_; ++d) {
      float* row = scratch.state + d * width_;
      const float factor = scratch.key[d];
      for (int64_t e = 0; e < width_; ++e) row[e] += factor * scratch.value[e];
    }
  }

  /// What the state already holds under the key is not written again.
  void correct(const LaunchArguments& arguments, int64_t line, int64_t head,
               const Scratch& scratch) const {
    float share = 0;
    load(arguments, kShare, line * shares_ + (shares_ == 1 ? 0 : head), 1, &share);
    const float* erasing = scratch.key;
    if (problem_.has_input(kErase)) {
      load(arguments, kErase, (line * problem_.key_heads + head) * depth_, depth_, scratch.erase);
      for (int64_t d = 0; d < depth_; ++d) scratch.erase[d] *= scratch.key[d];
      erasing = scratch.erase;
    }
    read_rows(scratch.state, erasing, depth_, width_, scratch.held);
    for (int64_t e = 0; e < width_; ++e) {
      scratch.value[e] = share * (scratch.value[e] - scratch.held[e]);
    }
  }

  void answer(const LaunchArguments& arguments, int64_t line, int64_t head,
              const Scratch& scratch) const {
    const int64_t place = line * problem_.heads + head;
    load(arguments, 0, place * depth_, depth_, scratch.query);
    for (int64_t d = 0; d < depth_; ++d) scratch.query[d] *= scale_;
    read_rows(scratch.state, scratch.query, depth_, width_, scratch.answer);
    store(arguments, 0, place * width_, width_, scratch.answer);
  }

  LinearAttentionProblem problem_;
  int64_t group_;
  int64_t batch_ = 0, steps_ = 0, depth_ = 0, width_ = 0, decays_ = 0, shares_ = 0;
  float scale_ = 1;
  int threads_ = 1;
  int64_t scratch_each_ = 0;
  std::vector<float> scratch_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const LinearAttentionProblem parsed,
                  LinearAttentionProblem::from_problem(problem));
  auto opened = std::make_unique<PlainLinearAttention>(parsed, threads);
  if (!opened->fits()) {
    return invalid_input("linear_attention: the extents do not fit: " + problem.to_string() + ".");
  }
  return std::unique_ptr<Launchable>(std::move(opened));
}

}  // namespace nightjar::kernels::linear_attention
