// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention_plain.h"

#include <algorithm>
#include <limits>

#include "kernels/attention/attention_geometry.h"
#include "kernels/attention/small_product.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/softmax/softmax_plain.h"

namespace nightjar::kernels::attention {
namespace {

using tensor::DataType;

/// Queries a thread takes at once; keys and values of their head are prepared for them.
constexpr int64_t kQueries = 64;
constexpr float kHidden = -std::numeric_limits<float>::infinity();

class PlainAttention final : public Launchable {
 public:
  PlainAttention(const AttentionProblem& problem, const AttentionGeometry& geometry, int threads)
      : problem_(problem), g_(geometry) {
    const int64_t work = g_.batch * g_.heads * g_.queries * g_.keys * (g_.depth + g_.width);
    threads_ = threads_for(work, threads);
    scratch_each_ = g_.keys * g_.depth * 2 + g_.keys * g_.width +
                    kProductRows * (g_.depth + g_.keys + g_.width) + g_.keys;
    scratch_.resize(static_cast<size_t>(scratch_each_ * threads_));
  }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t blocks = (g_.queries + kQueries - 1) / kQueries;
    for_each_share(
        g_.batch * g_.heads * blocks, threads_, [&](int thread, int64_t begin, int64_t end) {
          Scratch scratch = scratch_of(thread);
          int64_t prepared = -1;
          for (int64_t i = begin; i < end; ++i) {
            const int64_t head = i / blocks;
            if (head != prepared) prepare_head(arguments, head, scratch);
            prepared = head;
            const int64_t first = i % blocks * kQueries;
            for (int64_t s = first; s < std::min(first + kQueries, g_.queries); s += kProductRows) {
              answer_rows(arguments, head, s, std::min(kProductRows, g_.queries - s), scratch);
            }
          }
        });
    return {};
  }

 private:
  struct Scratch {
    float *keys, *keys_transposed, *values, *queries, *scores, *answers, *mask;
  };

  Scratch scratch_of(int thread) {
    float* next = scratch_.data() + thread * scratch_each_;
    const auto take = [&next](int64_t count) {
      float* taken = next;
      next += count;
      return taken;
    };
    Scratch scratch{};
    scratch.keys = take(g_.keys * g_.depth);
    scratch.keys_transposed = take(g_.keys * g_.depth);
    scratch.values = take(g_.keys * g_.width);
    scratch.queries = take(kProductRows * g_.depth);
    scratch.scores = take(kProductRows * g_.keys);
    scratch.answers = take(kProductRows * g_.width);
    scratch.mask = take(g_.keys);
    return scratch;
  }

  static void load(DataType type, const void* data, int64_t offset, int64_t count, float* to) {
    load_function<float>(type)(at(data, offset, element_bytes(type)), count, to);
  }

  /// `rows` rows of `columns` elements that begin at `offset`, side by side.
  static void load_rows(DataType type, const void* data, int64_t offset, int64_t stride,
                        int64_t rows, int64_t columns, float* to) {
    if (stride == columns) return load(type, data, offset, rows * columns, to);
    for (int64_t i = 0; i < rows; ++i)
      load(type, data, offset + i * stride, columns, to + i * columns);
  }

  /// Keys and values of the head that query head `head` looks at, keys transposed to [D, T].
  void prepare_head(const LaunchArguments& arguments, int64_t head, const Scratch& scratch) const {
    const int64_t b = head / g_.heads, group = g_.group_of(head % g_.heads);
    load_rows(problem_.k.type, arguments.inputs[1], g_.k.at(b, group, 0), g_.k.row, g_.keys,
              g_.depth, scratch.keys);
    for (int64_t t = 0; t < g_.keys; ++t) {
      for (int64_t d = 0; d < g_.depth; ++d) {
        scratch.keys_transposed[d * g_.keys + t] = scratch.keys[t * g_.depth + d];
      }
    }
    load_rows(problem_.v.type, arguments.inputs[2], g_.v.at(b, group, 0), g_.v.row, g_.keys,
              g_.width, scratch.values);
  }

  void answer_rows(const LaunchArguments& arguments, int64_t head, int64_t first, int64_t rows,
                   const Scratch& scratch) const {
    const int64_t depth = g_.depth, keys = g_.keys, width = g_.width;
    const int64_t b = head / g_.heads, h = head % g_.heads;
    load_rows(problem_.q.type, arguments.inputs[0], g_.q.at(b, h, first), g_.q.row, rows, depth,
              scratch.queries);
    const auto scale = static_cast<float>(problem_.scale);
    for (int64_t i = 0; i < rows * depth; ++i) scratch.queries[i] *= scale;
    multiply({scratch.queries, scratch.keys_transposed, scratch.scores, depth, keys, keys, rows,
              depth, keys});
    for (int64_t i = 0; i < rows && keys > 0; ++i) {
      float* scores = scratch.scores + i * keys;
      if (problem_.has_mask()) add_mask(arguments, head, first + i, scratch.mask, scores);
      if (problem_.causal) {
        const int64_t seen = std::min(first + i + 1, keys);
        std::fill(scores + seen, scores + keys, kHidden);
      }
      const bool sees_none = *std::max_element(scores, scores + keys) == kHidden;
      if (sees_none) {
        std::fill(scores, scores + keys, 0.0F);
      } else {
        softmax::softmax_row(scores, keys, false);
      }
    }
    multiply(
        {scratch.scores, scratch.values, scratch.answers, keys, width, width, rows, keys, width});
    const auto store = store_function<float>(problem_.y.type);
    for (int64_t i = 0; i < rows; ++i) {
      store(scratch.answers + i * width, width,
            at(arguments.outputs[0], g_.y.at(b, h, first + i), element_bytes(problem_.y.type)));
    }
  }

  void add_mask(const LaunchArguments& arguments, int64_t head, int64_t query, float* buffer,
                float* scores) const {
    const int64_t offset =
        head / g_.heads * g_.mask[0] + head % g_.heads * g_.mask[1] + query * g_.mask[2];
    const bool repeats = g_.mask[3] == 0;
    load(problem_.mask.type, arguments.inputs[3], offset, repeats ? 1 : g_.keys, buffer);
    if (repeats) std::fill(buffer, buffer + g_.keys, buffer[0]);
    const bool is_choice = problem_.mask.type == DataType::kBool;
    for (int64_t t = 0; t < g_.keys; ++t) {
      if (!is_choice) {
        scores[t] += buffer[t];
      } else if (buffer[t] == 0) {
        scores[t] = kHidden;
      }
    }
  }

  AttentionProblem problem_;
  AttentionGeometry g_;
  int threads_ = 1;
  int64_t scratch_each_ = 0;
  std::vector<float> scratch_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
  NIGHTJAR_ASSIGN(const AttentionGeometry geometry, attention_geometry(parsed));
  return std::unique_ptr<Launchable>(std::make_unique<PlainAttention>(parsed, geometry, threads));
}

}  // namespace nightjar::kernels::attention
