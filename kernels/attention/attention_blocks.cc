// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/attention_blocks.h"

#include <algorithm>
#include <array>
#include <limits>

#include "kernels/attention/attention_geometry.h"
#include "kernels/attention/shares_row.h"
#include "kernels/attention/tile_product.h"
#include "kernels/common/convert.h"
#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"

namespace nightjar::kernels {
namespace {

using attention::kLane;
using attention::kTileRows;
using tensor::DataType;
using tensor::TensorDesc;

/// Queries whose scores are there at once, a unit of parallel work: the configurations "q24", …
/// More of them pass over the keys less often, and leave less of the second-level cache to the
/// rest.
constexpr std::array<int64_t, 3> kBlocks = {4 * kTileRows, 8 * kTileRows, 16 * kTileRows};
/// Columns of keys that stay in the first-level cache while a block passes over them.
constexpr int64_t kPanel = 64;

std::string name_of_block(int64_t block) { return "q" + std::to_string(block); }

/// Without a name it is the first.
Result<int64_t> block_named(const std::string& config) {
  for (const int64_t block : kBlocks) {
    if (config.empty() || config == name_of_block(block)) return block;
  }
  return invalid_input("attention.own.blocks.v1 has no configuration '" + config + "'.");
}

int64_t in_lanes(int64_t columns) { return (columns + kLane - 1) / kLane * kLane; }

/// Reads rows of any type as float.
struct RowReader {
  LoadFunction<float> load = nullptr;
  int64_t bytes = 0;

  explicit RowReader(DataType type)
      : load(load_function<float>(type)), bytes(element_bytes(type)) {}
  void operator()(const void* data, int64_t offset, int64_t count, float* to) const {
    load(at(data, offset, bytes), count, to);
  }
};

class BlockedAttention final : public Launchable {
 public:
  BlockedAttention(const AttentionProblem& problem, const AttentionGeometry& geometry,
                   int64_t block, int threads)
      : g_(geometry),
        block_(block),
        read_q_(problem.q.type),
        read_k_(problem.k.type),
        read_v_(problem.v.type),
        read_mask_(problem.has_mask() ? problem.mask.type : DataType::kFloat32),
        store_(store_function<float>(problem.y.type)),
        y_bytes_(element_bytes(problem.y.type)),
        scale_(static_cast<float>(problem.scale)),
        causal_(problem.causal),
        has_mask_(problem.has_mask()),
        mask_is_choice_(problem.mask.type == DataType::kBool) {
    key_columns_ = in_lanes(g_.keys);
    value_columns_ = in_lanes(g_.width);
    const int64_t work = g_.batch * g_.heads * g_.queries * g_.keys * (g_.depth + g_.width);
    threads_ = threads_for(work, threads);
    WorkspacePlan plan;
    keys_ = plan.add<float>(g_.depth * key_columns_);
    values_ = plan.add<float>(g_.keys * value_columns_);
    queries_ = plan.add<float>(block_ * g_.depth);
    scores_ = plan.add<float>(block_ * key_columns_);
    answers_ = plan.add<float>(kTileRows * value_columns_);
    row_ = plan.add<float>(std::max(g_.keys, g_.depth));
    bytes_each_ = plan.byte_count();
  }

  size_t workspace_bytes() const override { return bytes_each_ * static_cast<size_t>(threads_); }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t blocks = (g_.queries + block_ - 1) / block_;
    for_each_share(
        g_.batch * g_.heads * blocks, threads_, [&](int thread, int64_t begin, int64_t end) {
          const WorkspaceView own(static_cast<std::byte*>(arguments.workspace) +
                                  bytes_each_ * static_cast<size_t>(thread));
          int64_t prepared = -1;
          for (int64_t unit = begin; unit < end; ++unit) {
            const int64_t head = unit / blocks;
            const int64_t shared = head / g_.heads * g_.groups + g_.group_of(head % g_.heads);
            if (shared != prepared) prepare(arguments, shared, own);
            prepared = shared;
            answer_block(arguments, head, unit % blocks * block_, own);
          }
        });
    return {};
  }

 private:
  /// Keys as [depth, keys] and values, both in whole lanes with zeros behind.
  void prepare(const LaunchArguments& arguments, int64_t shared, const WorkspaceView& own) const {
    const int64_t b = shared / g_.groups, group = shared % g_.groups;
    float *keys = own.at(keys_), *values = own.at(values_), *row = own.at(row_);
    for (int64_t t = 0; t < g_.keys; ++t) {
      read_k_(arguments.inputs[1], g_.k.at(b, group, t), g_.depth, row);
      for (int64_t d = 0; d < g_.depth; ++d) keys[d * key_columns_ + t] = row[d];
      float* value = values + t * value_columns_;
      read_v_(arguments.inputs[2], g_.v.at(b, group, t), g_.width, value);
      std::fill(value + g_.width, value + value_columns_, 0.0f);
    }
    for (int64_t d = 0; d < g_.depth; ++d) {
      std::fill(keys + d * key_columns_ + g_.keys, keys + (d + 1) * key_columns_, 0.0f);
    }
  }

  void answer_block(const LaunchArguments& arguments, int64_t head, int64_t first,
                    const WorkspaceView& own) const {
    const int64_t b = head / g_.heads, h = head % g_.heads;
    const int64_t rows = std::min(block_, g_.queries - first);
    const int64_t tiles = (rows + kTileRows - 1) / kTileRows;
    load_queries(arguments, b, h, first, rows, own.at(queries_));
    const int64_t seen = causal_ ? std::min(g_.keys, first + rows) : g_.keys;
    score(tiles, in_lanes(seen), own);
    for (int64_t tile = 0; tile < tiles; ++tile) {
      float factors[kTileRows] = {};
      const int64_t count = std::min(kTileRows, rows - tile * kTileRows);
      float* scores = own.at(scores_) + tile * kTileRows * key_columns_;
      for (int64_t i = 0; i < count; ++i) {
        const int64_t query = first + tile * kTileRows + i;
        float* row = scores + i * key_columns_;
        add_mask(arguments, b, h, query, seen, own.at(row_), row);
        const int64_t visible = causal_ ? std::min(seen, query + 1) : seen;
        factors[i] = attention::exponentials(row, visible);
        std::fill(row + visible, row + seen, 0.0f);
      }
      attention::multiply_tile({scores, own.at(values_), own.at(answers_), key_columns_,
                                value_columns_, value_columns_, seen, value_columns_});
      for (int64_t i = 0; i < count; ++i) {
        float* answer = own.at(answers_) + i * value_columns_;
        for (int64_t e = 0; e < g_.width; ++e) answer[e] *= factors[i];
        const int64_t to = g_.y.at(b, h, first + tile * kTileRows + i);
        store_(answer, g_.width, at(arguments.outputs[0], to, y_bytes_));
      }
    }
  }

  /// Scaled, with zeros behind the last row.
  void load_queries(const LaunchArguments& arguments, int64_t b, int64_t h, int64_t first,
                    int64_t rows, float* queries) const {
    for (int64_t i = 0; i < rows; ++i) {
      float* row = queries + i * g_.depth;
      read_q_(arguments.inputs[0], g_.q.at(b, h, first + i), g_.depth, row);
      for (int64_t d = 0; d < g_.depth; ++d) row[d] *= scale_;
    }
    std::fill(queries + rows * g_.depth, queries + block_ * g_.depth, 0.0f);
  }

  void score(int64_t tiles, int64_t columns, const WorkspaceView& own) const {
    for (int64_t column = 0; column < columns; column += kPanel) {
      for (int64_t tile = 0; tile < tiles; ++tile) {
        attention::multiply_tile(
            {own.at(queries_) + tile * kTileRows * g_.depth, own.at(keys_) + column,
             own.at(scores_) + tile * kTileRows * key_columns_ + column, g_.depth, key_columns_,
             key_columns_, g_.depth, std::min(kPanel, columns - column)});
      }
    }
  }

  void add_mask(const LaunchArguments& arguments, int64_t b, int64_t h, int64_t query,
                int64_t count, float* buffer, float* scores) const {
    if (!has_mask_) return;
    const int64_t offset = b * g_.mask[0] + h * g_.mask[1] + query * g_.mask[2];
    const bool repeats = g_.mask[3] == 0;
    read_mask_(arguments.inputs[3], offset, repeats ? 1 : count, buffer);
    if (repeats) std::fill(buffer, buffer + count, buffer[0]);
    if (!mask_is_choice_) {
      for (int64_t t = 0; t < count; ++t) scores[t] += buffer[t];
      return;
    }
    constexpr float kHidden = -std::numeric_limits<float>::infinity();
    for (int64_t t = 0; t < count; ++t) scores[t] = buffer[t] == 0 ? kHidden : scores[t];
  }

  AttentionGeometry g_;
  int64_t block_;
  RowReader read_q_, read_k_, read_v_, read_mask_;
  StoreFunction<float> store_;
  int64_t y_bytes_;
  float scale_;
  bool causal_, has_mask_, mask_is_choice_;
  int64_t key_columns_ = 0, value_columns_ = 0;
  int threads_ = 1;
  WorkspaceSlot<float> keys_, values_, queries_, scores_, answers_, row_;
  size_t bytes_each_ = 0;
};

class AttentionBlocksTactic final : public Tactic {
 public:
  std::string_view name() const override { return "attention.own.blocks.v1"; }
  std::string_view family() const override { return "attention"; }
  TacticSource source() const override { return TacticSource::kOwn; }
  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    return AttentionProblem::from_problem(problem).ok();
  }
  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> names;
    for (const int64_t block : kBlocks) names.push_back(name_of_block(block));
    return names;
  }
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const AttentionProblem parsed, AttentionProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const AttentionGeometry geometry, attention_geometry(parsed));
    NIGHTJAR_ASSIGN(const int64_t block, block_named(config));
    return std::unique_ptr<Launchable>(
        std::make_unique<BlockedAttention>(parsed, geometry, block, device.info().cores));
  }
};

}  // namespace

const Tactic* attention_blocks_tactic() {
  static const AttentionBlocksTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
