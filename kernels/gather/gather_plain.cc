// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gather/gather_plain.h"

#include <atomic>
#include <cstring>

#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::gather {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

Error shape_error(const GatherProblem& problem) {
  return invalid_input(fmt::format("{}: the shapes do not fit: {}.", name_of(problem.kind),
                                   problem.to_problem().to_string()));
}

Opened open_gather(const GatherProblem& problem, int threads) {
  const Dims data = dims_of(problem.inputs[0]);
  const int64_t picks = tensor::element_count(dims_of(problem.inputs[1]));
  const int64_t extent = data[static_cast<size_t>(problem.axis)];
  const int64_t outer = count_between(data, 0, problem.axis);
  const int64_t inner = count_between(data, problem.axis + 1, static_cast<int64_t>(data.size()));
  if (tensor::element_count(dims_of(problem.output)) != outer * picks * inner) {
    return shape_error(problem);
  }
  const IndexReader read(problem.inputs[1].type);
  const int64_t row_bytes = inner * element_bytes(problem.output.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    std::atomic<bool> is_outside = false;
    for_each_index(outer * picks, threads_for(outer * picks * (row_bytes / 16 + 1), threads),
                   [&](int64_t row) {
                     int64_t index = read(arguments.inputs[1], row % picks);
                     if (!wrap_index(index, extent)) {
                       is_outside = true;
                       return;
                     }
                     const int64_t from = row / picks * extent + index;
                     std::memcpy(at(arguments.outputs[0], row, row_bytes),
                                 at(arguments.inputs[0], from, row_bytes),
                                 static_cast<size_t>(row_bytes));
                   });
    if (is_outside) return outside(GatherKind::kGather);
    return {};
  });
}

Opened open_gather_nd(const GatherProblem& problem) {
  NIGHTJAR_ASSIGN(
      const TupleWalk walk,
      TupleWalk::make(dims_of(problem.inputs[0]), dims_of(problem.inputs[1]), problem.batch_dims));
  const int64_t total = walk.batches * walk.tuples;
  if (tensor::element_count(dims_of(problem.output)) != total * walk.slice) {
    return shape_error(problem);
  }
  const IndexReader read(problem.inputs[1].type);
  const int64_t bytes = element_bytes(problem.output.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for (int64_t i = 0; i < total; ++i) {
      const int64_t offset = walk.offset(read, arguments.inputs[1], i);
      if (offset < 0) return outside(GatherKind::kGatherNd);
      const int64_t from = i / walk.tuples * walk.batch_size + offset;
      std::memcpy(at(arguments.outputs[0], i * walk.slice, bytes),
                  at(arguments.inputs[0], from, bytes), static_cast<size_t>(walk.slice * bytes));
    }
    return {};
  });
}

Opened open_one_hot(const GatherProblem& problem) {
  const Dims output = dims_of(problem.output);
  const int64_t depth = output[static_cast<size_t>(problem.axis)];
  const int64_t inner =
      count_between(output, problem.axis + 1, static_cast<int64_t>(output.size()));
  const int64_t total = tensor::element_count(output);
  const int64_t picks = tensor::element_count(dims_of(problem.inputs[0]));
  if (picks * depth != total || tensor::element_count(dims_of(problem.inputs[1])) != 2) {
    return shape_error(problem);
  }
  const IndexReader read(problem.inputs[0].type);
  const int64_t bytes = element_bytes(problem.output.type);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for (int64_t i = 0; i < total; ++i) {
      std::memcpy(at(arguments.outputs[0], i, bytes), arguments.inputs[1],
                  static_cast<size_t>(bytes));
    }
    for (int64_t i = 0; i < picks && depth > 0; ++i) {
      int64_t index = read(arguments.inputs[0], i);
      if (!wrap_index(index, depth)) continue;
      const int64_t to = (i / inner * depth + index) * inner + i % inner;
      std::memcpy(at(arguments.outputs[0], to, bytes), at(arguments.inputs[1], 1, bytes),
                  static_cast<size_t>(bytes));
    }
    return {};
  });
}

}  // namespace

Result<TupleWalk> TupleWalk::make(const Dims& data, const Dims& indices, int64_t batch_dims) {
  const auto rank = static_cast<int64_t>(indices.size());
  if (rank == 0 || batch_dims < 0 || batch_dims >= rank ||
      batch_dims + indices.back() > static_cast<int64_t>(data.size())) {
    return invalid_input(fmt::format("indices {} do not fit data {}.", tensor::to_string(indices),
                                     tensor::to_string(data)));
  }
  TupleWalk walk;
  walk.width = indices.back();
  walk.batches = count_between(indices, 0, batch_dims);
  if (count_between(data, 0, batch_dims) != walk.batches) {
    return invalid_input(fmt::format("batch axes of indices {} and data {} differ.",
                                     tensor::to_string(indices), tensor::to_string(data)));
  }
  walk.tuples = count_between(indices, batch_dims, rank - 1);
  const auto data_rank = static_cast<int64_t>(data.size());
  walk.slice = count_between(data, batch_dims + walk.width, data_rank);
  walk.batch_size = count_between(data, batch_dims, data_rank);
  walk.extents.assign(data.begin() + batch_dims, data.begin() + batch_dims + walk.width);
  for (int64_t i = 0; i < walk.width; ++i) {
    walk.strides.push_back(count_between(data, batch_dims + i + 1, data_rank));
  }
  return walk;
}

int64_t TupleWalk::offset(const IndexReader& read, const void* indices, int64_t tuple) const {
  int64_t offset = 0;
  for (int64_t i = 0; i < width; ++i) {
    int64_t index = read(indices, tuple * width + i);
    if (!wrap_index(index, extents[static_cast<size_t>(i)])) return -1;
    offset += index * strides[static_cast<size_t>(i)];
  }
  return offset;
}

Opened open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const GatherProblem parsed, GatherProblem::from_problem(problem));
  switch (parsed.kind) {
    case GatherKind::kGather:
      return open_gather(parsed, threads);
    case GatherKind::kGatherElements:
      return open_gather_elements(parsed, threads);
    case GatherKind::kGatherNd:
      return open_gather_nd(parsed);
    case GatherKind::kScatterNd:
      return open_scatter_nd(parsed);
    case GatherKind::kScatterElements:
      return open_scatter_elements(parsed);
    case GatherKind::kOneHot:
      return open_one_hot(parsed);
    case GatherKind::kReverseSequence:
      return open_reverse_sequence(parsed, threads);
    case GatherKind::kTensorScatter:
      return open_tensor_scatter(parsed, threads);
  }
  return internal_error("gather: unknown kind.");
}

}  // namespace nightjar::kernels::gather
