// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// NonMaxSuppression: of boxes that overlap, the one with the best score.
#include <omp.h>

#include <algorithm>

#include "kernels/common/threads.h"
#include "kernels/host/host_op.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;

struct Box {
  float top = 0, left = 0, bottom = 0, right = 0;
  float area() const { return (bottom - top) * (right - left); }
};

struct Limits {
  int64_t most = 0;
  float overlap = 0, score = 0;
  bool has_score = false;
};

Box read_box(const float* bounds, bool is_centred) {
  if (is_centred) {
    const float half_width = bounds[2] / 2, half_height = bounds[3] / 2;
    return {bounds[1] - half_height, bounds[0] - half_width, bounds[1] + half_height,
            bounds[0] + half_width};
  }
  return {std::min(bounds[0], bounds[2]), std::min(bounds[1], bounds[3]),
          std::max(bounds[0], bounds[2]), std::max(bounds[1], bounds[3])};
}

/// Whether the shared part of two boxes is more than `limit` of what they cover together.
bool overlap(const Box& a, const Box& b, float limit) {
  const float height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  const float width = std::min(a.right, b.right) - std::max(a.left, b.left);
  if (height <= 0 || width <= 0) return false;
  const float shared = height * width;
  const float whole = a.area() + b.area() - shared;
  return whole > 0 && shared / whole > limit;
}

/// The boxes of one class that are kept, best first; equal scores in order of their numbers.
std::vector<int64_t> select(const std::vector<Box>& boxes, const float* scores,
                            const Limits& limits) {
  std::vector<int64_t> order;
  for (size_t i = 0; i < boxes.size(); ++i) {
    if (!limits.has_score || scores[i] > limits.score) order.push_back(static_cast<int64_t>(i));
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t a, int64_t b) { return scores[a] > scores[b]; });
  std::vector<int64_t> kept;
  std::vector<Box> kept_boxes;
  for (const int64_t number : order) {
    if (static_cast<int64_t>(kept.size()) >= limits.most) break;
    const Box& box = boxes[static_cast<size_t>(number)];
    const bool is_free = std::none_of(kept_boxes.begin(), kept_boxes.end(), [&](const Box& other) {
      return overlap(box, other, limits.overlap);
    });
    if (!is_free) continue;
    kept.push_back(number);
    kept_boxes.push_back(box);
  }
  return kept;
}

bool has_input(const HostOpCall& call, size_t index) {
  return index < call.inputs.size() && call.inputs[index].defined() &&
         call.inputs[index].count() > 0;
}

Limits read_limits(const HostOpCall& call) {
  Limits limits;
  if (has_input(call, 2)) limits.most = call.inputs[2].integer_at(0);
  if (has_input(call, 3)) limits.overlap = static_cast<float>(call.inputs[3].value_at(0));
  limits.has_score = has_input(call, 4);
  if (limits.has_score) limits.score = static_cast<float>(call.inputs[4].value_at(0));
  return limits;
}

Status check(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 2));
  const HostTensor &boxes = call.inputs[0], &scores = call.inputs[1];
  const bool fits = boxes.type() == DataType::kFloat32 && scores.type() == DataType::kFloat32 &&
                    boxes.dims().size() == 3 && scores.dims().size() == 3 && boxes.dims()[2] == 4 &&
                    boxes.dims()[0] == scores.dims()[0] && boxes.dims()[1] == scores.dims()[2];
  if (fits) return {};
  return invalid_input("boxes of shape " + tensor::to_string(boxes.dims()) +
                       " do not fit scores of shape " + tensor::to_string(scores.dims()));
}

HostTensor rows_of(const std::vector<std::vector<int64_t>>& kept, int64_t classes) {
  std::vector<int64_t> rows;
  for (size_t task = 0; task < kept.size(); ++task) {
    const auto number = static_cast<int64_t>(task);
    for (const int64_t box : kept[task]) {
      rows.insert(rows.end(), {number / classes, number % classes, box});
    }
  }
  return HostTensor::of_int64({static_cast<int64_t>(rows.size()) / 3, 3}, rows);
}

Result<std::vector<HostTensor>> run_suppression(const HostOpCall& call) {
  NIGHTJAR_TRY(check(call));
  const Limits limits = read_limits(call);
  const tensor::Dims dims = call.inputs[1].dims();
  const int64_t classes = dims[1], count = dims[2];
  const bool is_centred = call.attributes.get_int("center_point_box", 0) != 0;
  const float* bounds = call.inputs[0].as<float>().data();
  const float* scores = call.inputs[1].as<float>().data();
  std::vector<std::vector<Box>> boxes(static_cast<size_t>(dims[0]));
  for (size_t i = 0; i < boxes.size() * static_cast<size_t>(count); ++i) {
    boxes[i / static_cast<size_t>(count)].push_back(read_box(bounds + i * 4, is_centred));
  }
  std::vector<std::vector<int64_t>> kept(static_cast<size_t>(dims[0] * classes));
  const int threads = threads_for(dims[0] * classes * count * 16, omp_get_max_threads());
  for_each_index(dims[0] * classes, threads, [&](int64_t task) {
    kept[static_cast<size_t>(task)] =
        select(boxes[static_cast<size_t>(task / classes)], scores + task * count, limits);
  });
  return std::vector<HostTensor>{rows_of(kept, classes)};
}

}  // namespace

void add_box_host_ops(HostOpTable& table) { table["NonMaxSuppression"] = run_suppression; }

}  // namespace nightjar::kernels
