// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A graph of operations that cuDNN runs as one kernel or a few.
#pragma once

#include "kernels/cuda/cudnn/library.h"

#ifdef NIGHTJAR_HAS_CUDNN

#include <memory>
#include <span>
#include <vector>

namespace nightjar::kernels::cudnn {

using Descriptor = cudnnBackendDescriptor_t;

/// An edge of a graph. Strides count elements.
struct TensorSpec {
  cudnnDataType_t type = CUDNN_DATA_FLOAT;
  std::vector<int64_t> dims, strides;
  int64_t id = 0;           ///< Of its own within the graph.
  bool is_virtual = false;  ///< Never in memory.
  bool is_scalar = false;   ///< A float on the host.
};

struct ConvolutionSpec {
  std::vector<int64_t> strides, dilations, pads_begin, pads_end;
};

/// What cuDNN made of a graph. Move-only; used by one thread at a time.
class ExecutionPlan {
 public:
  /// Bytes that a launch needs beside the tensors.
  size_t workspace_bytes() const { return workspace_bytes_; }
  /// Queues it on a cudaStream_t. `pointers` belong to `ids`, those of scalars to the host.
  Status launch(std::span<const int64_t> ids, std::span<void* const> pointers, void* workspace,
                void* stream) const;

 private:
  friend class GraphBuilder;
  std::vector<std::shared_ptr<void>> owned_;
  Descriptor plan_ = nullptr;
  size_t workspace_bytes_ = 0;
};

/// Puts a graph together; the first refusal is kept and told by plan().
class GraphBuilder {
 public:
  /// Owned by the builder, like all it hands out.
  Descriptor tensor(const TensorSpec& spec);
  void convolve(const ConvolutionSpec& spec, Descriptor x, Descriptor w, Descriptor y);
  /// y = softmax(scale q kT) v, head by head; all are [batch, heads, rows, columns] and k and v may
  /// have fewer heads.
  void attend(Descriptor q, Descriptor k, Descriptor v, Descriptor scale, Descriptor y);
  /// y = x (mode) b; without b where the mode takes one operand.
  void apply(cudnnPointwiseMode_t mode, Descriptor x, Descriptor b, Descriptor y);
  /// y = max(low, min(high, x))
  void clip(double low, double high, Descriptor x, Descriptor y);

  /// The library's choice number `rank` for the graph, compiled for the current device.
  Result<ExecutionPlan> plan(int rank);

 private:
  Descriptor make(cudnnBackendDescriptorType_t type, const char* what);
  void set(Descriptor descriptor, cudnnBackendAttributeName_t name,
           cudnnBackendAttributeType_t type, int64_t count, const void* values);
  void finish(Descriptor descriptor, const char* what);
  void point(Descriptor how, Descriptor x, Descriptor b, Descriptor y);
  void add_operation(Descriptor operation, const char* what);
  Result<Descriptor> engine_config(Descriptor graph, int rank);
  Descriptor mode_of(cudnnPointwiseMode_t mode);

  Status status_;
  std::vector<std::shared_ptr<void>> owned_;
  std::vector<Descriptor> operations_;
};

}  // namespace nightjar::kernels::cudnn

#endif
