// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention_plain.h"

#include <algorithm>
#include <limits>

#include "kernels/attention/small_product.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/softmax/softmax_plain.h"

namespace nightjar::kernels::attention {
namespace {

using tensor::DataType;
using tensor::Dims;

/// Queries a thread takes at once; keys and values of their head are prepared for them.
constexpr int64_t kQueries = 64;
constexpr float kHidden = -std::numeric_limits<float>::infinity();

/// Strides that broadcast the mask to [B, H, S, T].
struct MaskWalk {
  int64_t strides[4] = {};

  MaskWalk(const Dims& mask, const Dims& wanted) {
    const Dims own = tensor::row_major_strides(mask);
    const size_t lead = 4 - mask.size();
    for (size_t i = 0; i < mask.size(); ++i) {
      if (mask[i] != 1 || wanted[lead + i] == 1) strides[lead + i] = own[i];
    }
  }
};

bool broadcasts(const Dims& mask, const Dims& wanted) {
  const size_t lead = 4 - mask.size();
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 1 && mask[i] != wanted[lead + i]) return false;
  }
  return true;
}

class PlainAttention final : public Launchable {
 public:
  PlainAttention(const AttentionProblem& problem, int threads)
      : problem_(problem),
        q_(dims_of(problem.q)),
        k_(dims_of(problem.k)),
        v_(dims_of(problem.v)),
        mask_(problem.has_mask() ? dims_of(problem.mask) : Dims{}, {q_[0], q_[1], q_[2], k_[2]}) {
    const int64_t work = q_[0] * q_[1] * q_[2] * k_[2] * (q_[3] + v_[3]);
    threads_ = threads_for(work, threads);
    const int64_t keys = k_[2];
    scratch_each_ = keys * k_[3] * 2 + keys * v_[3] + kProductRows * (q_[3] + keys + v_[3]) + keys;
    scratch_.resize(static_cast<size_t>(scratch_each_ * threads_));
  }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t blocks = (q_[2] + kQueries - 1) / kQueries;
    for_each_share(q_[0] * q_[1] * blocks, threads_, [&](int thread, int64_t begin, int64_t end) {
      Scratch scratch = scratch_of(thread);
      int64_t prepared = -1;
      for (int64_t i = begin; i < end; ++i) {
        const int64_t head = i / blocks;
        if (head != prepared) prepare_head(arguments, head, scratch);
        prepared = head;
        const int64_t first = i % blocks * kQueries;
        for (int64_t s = first; s < std::min(first + kQueries, q_[2]); s += kProductRows) {
          answer_rows(arguments, head, s, std::min(kProductRows, q_[2] - s), scratch);
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
    scratch.keys = take(k_[2] * k_[3]);
    scratch.keys_transposed = take(k_[2] * k_[3]);
    scratch.values = take(k_[2] * v_[3]);
    scratch.queries = take(kProductRows * q_[3]);
    scratch.scores = take(kProductRows * k_[2]);
    scratch.answers = take(kProductRows * v_[3]);
    scratch.mask = take(k_[2]);
    return scratch;
  }

  static void load(DataType type, const void* data, int64_t offset, int64_t count, float* to) {
    load_function<float>(type)(at(data, offset, element_bytes(type)), count, to);
  }

  /// Keys and values of the head that query head `head` looks at, keys transposed to [D, T].
  void prepare_head(const LaunchArguments& arguments, int64_t head, const Scratch& scratch) const {
    const int64_t shared = head / q_[1] * k_[1] + head % q_[1] / (q_[1] / k_[1]);
    const int64_t keys = k_[2], depth = k_[3];
    load(problem_.k.type, arguments.inputs[1], shared * keys * depth, keys * depth, scratch.keys);
    for (int64_t t = 0; t < keys; ++t) {
      for (int64_t d = 0; d < depth; ++d) {
        scratch.keys_transposed[d * keys + t] = scratch.keys[t * depth + d];
      }
    }
    load(problem_.v.type, arguments.inputs[2], shared * keys * v_[3], keys * v_[3], scratch.values);
  }

  void answer_rows(const LaunchArguments& arguments, int64_t head, int64_t first, int64_t rows,
                   const Scratch& scratch) const {
    const int64_t depth = q_[3], keys = k_[2], width = v_[3];
    const int64_t row = head * q_[2] + first;
    load(problem_.q.type, arguments.inputs[0], row * depth, rows * depth, scratch.queries);
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
    store_function<float>(problem_.y.type)(
        scratch.answers, rows * width,
        at(arguments.outputs[0], row * width, element_bytes(problem_.y.type)));
  }

  void add_mask(const LaunchArguments& arguments, int64_t head, int64_t query, float* buffer,
                float* scores) const {
    const int64_t offset = head / q_[1] * mask_.strides[0] + head % q_[1] * mask_.strides[1] +
                           query * mask_.strides[2];
    const bool repeats = mask_.strides[3] == 0;
    load(problem_.mask.type, arguments.inputs[3], offset, repeats ? 1 : k_[2], buffer);
    if (repeats) std::fill(buffer, buffer + k_[2], buffer[0]);
    const bool is_choice = problem_.mask.type == DataType::kBool;
    for (int64_t t = 0; t < k_[2]; ++t) {
      if (!is_choice) {
        scores[t] += buffer[t];
      } else if (buffer[t] == 0) {
        scores[t] = kHidden;
      }
    }
  }

  AttentionProblem problem_;
  Dims q_, k_, v_;
  MaskWalk mask_;
  int threads_ = 1;
  int64_t scratch_each_ = 0;
  std::vector<float> scratch_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
  const Dims q = dims_of(parsed.q), k = dims_of(parsed.k);
  const bool heads_fit = k[1] > 0 && q[1] % k[1] == 0;
  const Dims scores = {q[0], q[1], q[2], k[2]};
  if (!heads_fit || (parsed.has_mask() && !broadcasts(dims_of(parsed.mask), scores))) {
    return invalid_input("attention: heads or mask do not fit: " + problem.to_string() + ".");
  }
  return std::unique_ptr<Launchable>(std::make_unique<PlainAttention>(parsed, threads));
}

}  // namespace nightjar::kernels::attention
