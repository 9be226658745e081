// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens gather problems on the CPU: reading in gather_plain.cc and elements_plain.cc, writing in
// scatter_plain.cc, runs along time in sequence_plain.cc.
#pragma once

#include <fmt/format.h>

#include <memory>

#include "kernels/common/convert.h"
#include "kernels/gather/gather.h"

namespace nightjar::kernels::gather {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);
Result<std::unique_ptr<Launchable>> open_scatter_nd(const GatherProblem& problem);
Result<std::unique_ptr<Launchable>> open_scatter_elements(const GatherProblem& problem);
Result<std::unique_ptr<Launchable>> open_gather_elements(const GatherProblem& problem, int threads);
Result<std::unique_ptr<Launchable>> open_reverse_sequence(const GatherProblem& problem,
                                                          int threads);
Result<std::unique_ptr<Launchable>> open_tensor_scatter(const GatherProblem& problem, int threads);

/// Product of the extents in [begin, end).
inline int64_t count_between(const tensor::Dims& dims, int64_t begin, int64_t end) {
  int64_t count = 1;
  for (int64_t i = begin; i < end; ++i) count *= dims[static_cast<size_t>(i)];
  return count;
}

/// Reads indices one by one.
class IndexReader {
 public:
  explicit IndexReader(tensor::DataType type)
      : load_(load_function<int64_t>(type)), bytes_(element_bytes(type)) {}
  int64_t operator()(const void* indices, int64_t position) const {
    int64_t value = 0;
    load_(at(indices, position, bytes_), 1, &value);
    return value;
  }

 private:
  LoadFunction<int64_t> load_;
  int64_t bytes_;
};

/// Counts negative indices from the end; false when outside.
inline bool wrap_index(int64_t& index, int64_t extent) {
  if (index < 0) index += extent;
  return index >= 0 && index < extent;
}

inline Error outside(GatherKind kind) {
  return invalid_input(fmt::format("{}: an index lies outside of the data.", name_of(kind)));
}

/// How the tuples of gather_nd and scatter_nd lie in the data.
struct TupleWalk {
  int64_t batches = 1, tuples = 1, width = 0;  ///< Tuples in a batch, indices in a tuple.
  int64_t batch_size = 1, slice = 1;           ///< Elements of data in a batch, in a slice.
  tensor::Dims extents, strides;               ///< Of the data axes a tuple picks from.

  static Result<TupleWalk> make(const tensor::Dims& data, const tensor::Dims& indices,
                                int64_t batch_dims);
  /// Offset of the slice in its batch, or -1 when outside.
  int64_t offset(const IndexReader& read, const void* indices, int64_t tuple) const;
};

}  // namespace nightjar::kernels::gather
