// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/cudnn/graph.h"

#ifdef NIGHTJAR_HAS_CUDNN

#include <fmt/format.h>

#include <utility>

namespace nightjar::kernels::cudnn {
namespace {

constexpr int64_t kAlignmentBytes = 16;
constexpr cudnnDataType_t kSums = CUDNN_DATA_FLOAT;

struct Destroyer {
  void operator()(void* descriptor) const { library()->destroy_descriptor(descriptor); }
};

std::shared_ptr<void> owned(Descriptor descriptor) { return {descriptor, Destroyer()}; }

}  // namespace

Descriptor GraphBuilder::make(cudnnBackendDescriptorType_t type, const char* what) {
  Descriptor descriptor = nullptr;
  if (!status_.ok()) return nullptr;
  status_ = checked(library()->create_descriptor(type, &descriptor), what);
  if (status_.ok()) owned_.push_back(owned(descriptor));
  return descriptor;
}

void GraphBuilder::set(Descriptor descriptor, cudnnBackendAttributeName_t name,
                       cudnnBackendAttributeType_t type, int64_t count, const void* values) {
  if (!status_.ok()) return;
  const cudnnStatus_t code = library()->set_attribute(descriptor, name, type, count, values);
  if (code == CUDNN_STATUS_SUCCESS) return;
  status_ = unsupported(fmt::format("cuDNN refuses attribute {} (status {}).",
                                    static_cast<int>(name), static_cast<int>(code)));
}

void GraphBuilder::finish(Descriptor descriptor, const char* what) {
  if (status_.ok()) status_ = checked(library()->finalize(descriptor), what);
}

void GraphBuilder::add_operation(Descriptor operation, const char* what) {
  finish(operation, what);
  operations_.push_back(operation);
}

Descriptor GraphBuilder::tensor(const TensorSpec& spec) {
  const Descriptor made = make(CUDNN_BACKEND_TENSOR_DESCRIPTOR, "a tensor");
  const auto axes = static_cast<int64_t>(spec.dims.size());
  const int64_t alignment = spec.is_scalar ? sizeof(float) : kAlignmentBytes;
  set(made, CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, 1, &spec.type);
  set(made, CUDNN_ATTR_TENSOR_DIMENSIONS, CUDNN_TYPE_INT64, axes, spec.dims.data());
  set(made, CUDNN_ATTR_TENSOR_STRIDES, CUDNN_TYPE_INT64, axes, spec.strides.data());
  set(made, CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_INT64, 1, &spec.id);
  set(made, CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, CUDNN_TYPE_INT64, 1, &alignment);
  set(made, CUDNN_ATTR_TENSOR_IS_VIRTUAL, CUDNN_TYPE_BOOLEAN, 1, &spec.is_virtual);
  set(made, CUDNN_ATTR_TENSOR_IS_BY_VALUE, CUDNN_TYPE_BOOLEAN, 1, &spec.is_scalar);
  finish(made, "a tensor");
  return made;
}

void GraphBuilder::convolve(const ConvolutionSpec& spec, Descriptor x, Descriptor w, Descriptor y) {
  const Descriptor how = make(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR, "a convolution");
  const auto axes = static_cast<int64_t>(spec.strides.size());
  const cudnnConvolutionMode_t mode = CUDNN_CROSS_CORRELATION;
  set(how, CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, 1, &kSums);
  set(how, CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, 1, &mode);
  set(how, CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, CUDNN_TYPE_INT64, 1, &axes);
  set(how, CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, CUDNN_TYPE_INT64, axes, spec.strides.data());
  set(how, CUDNN_ATTR_CONVOLUTION_DILATIONS, CUDNN_TYPE_INT64, axes, spec.dilations.data());
  set(how, CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, CUDNN_TYPE_INT64, axes, spec.pads_begin.data());
  set(how, CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, CUDNN_TYPE_INT64, axes, spec.pads_end.data());
  finish(how, "a convolution");
  const Descriptor made =
      make(CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR, "a convolution");
  const float one = 1, zero = 0;
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &x);
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &w);
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &y);
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1,
      &how);
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, CUDNN_TYPE_FLOAT, 1, &one);
  set(made, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, CUDNN_TYPE_FLOAT, 1, &zero);
  add_operation(made, "a convolution");
}

void GraphBuilder::attend(Descriptor q, Descriptor k, Descriptor v, Descriptor scale,
                          Descriptor y) {
  const Descriptor made = make(CUDNN_BACKEND_OPERATION_SDPA_FWD_DESCRIPTOR, "attention");
  const auto give = [&](cudnnBackendAttributeName_t name, Descriptor operand) {
    set(made, name, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &operand);
  };
  give(CUDNN_ATTR_OPERATION_SDPA_FWD_QDESC, q);
  give(CUDNN_ATTR_OPERATION_SDPA_FWD_KDESC, k);
  give(CUDNN_ATTR_OPERATION_SDPA_FWD_VDESC, v);
  give(CUDNN_ATTR_OPERATION_SDPA_FWD_SCALEDESC, scale);
  give(CUDNN_ATTR_OPERATION_SDPA_FWD_ODESC, y);
  add_operation(made, "attention");
}

Descriptor GraphBuilder::mode_of(cudnnPointwiseMode_t mode) {
  const Descriptor how = make(CUDNN_BACKEND_POINTWISE_DESCRIPTOR, "a pointwise operation");
  set(how, CUDNN_ATTR_POINTWISE_MODE, CUDNN_TYPE_POINTWISE_MODE, 1, &mode);
  set(how, CUDNN_ATTR_POINTWISE_MATH_PREC, CUDNN_TYPE_DATA_TYPE, 1, &kSums);
  return how;
}

void GraphBuilder::point(Descriptor how, Descriptor x, Descriptor b, Descriptor y) {
  finish(how, "a pointwise operation");
  const Descriptor made =
      make(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR, "a pointwise operation");
  set(made, CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &how);
  set(made, CUDNN_ATTR_OPERATION_POINTWISE_XDESC, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &x);
  if (b != nullptr) {
    set(made, CUDNN_ATTR_OPERATION_POINTWISE_BDESC, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &b);
  }
  set(made, CUDNN_ATTR_OPERATION_POINTWISE_YDESC, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &y);
  add_operation(made, "a pointwise operation");
}

void GraphBuilder::apply(cudnnPointwiseMode_t mode, Descriptor x, Descriptor b, Descriptor y) {
  point(mode_of(mode), x, b, y);
}

void GraphBuilder::clip(double low, double high, Descriptor x, Descriptor y) {
  const Descriptor how = mode_of(CUDNN_POINTWISE_RELU_FWD);
  set(how, CUDNN_ATTR_POINTWISE_RELU_LOWER_CLIP, CUDNN_TYPE_DOUBLE, 1, &low);
  set(how, CUDNN_ATTR_POINTWISE_RELU_UPPER_CLIP, CUDNN_TYPE_DOUBLE, 1, &high);
  point(how, x, nullptr, y);
}

Result<Descriptor> GraphBuilder::engine_config(Descriptor graph, int rank) {
  const Descriptor heuristic = make(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR, "a heuristic");
  const cudnnBackendHeurMode_t mode = CUDNN_HEUR_MODE_A;
  set(heuristic, CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &graph);
  set(heuristic, CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, 1, &mode);
  finish(heuristic, "to look for kernels");
  std::vector<Descriptor> configs;
  for (int i = 0; i <= rank; ++i) {
    configs.push_back(make(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, "a configuration"));
  }
  NIGHTJAR_TRY(status_);
  int64_t count = 0;
  NIGHTJAR_TRY(checked(
      library()->get_attribute(heuristic, CUDNN_ATTR_ENGINEHEUR_RESULTS,
                               CUDNN_TYPE_BACKEND_DESCRIPTOR, rank + 1, &count, configs.data()),
      "to name kernels"));
  if (count <= rank) return unsupported(fmt::format("cuDNN has {} choices for this.", count));
  return configs.back();
}

Result<ExecutionPlan> GraphBuilder::plan(int rank) {
  NIGHTJAR_ASSIGN(cudnnHandle_t handle, handle_of_thread());
  const Descriptor graph = make(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR, "a graph");
  set(graph, CUDNN_ATTR_OPERATIONGRAPH_HANDLE, CUDNN_TYPE_HANDLE, 1, &handle);
  set(graph, CUDNN_ATTR_OPERATIONGRAPH_OPS, CUDNN_TYPE_BACKEND_DESCRIPTOR,
      static_cast<int64_t>(operations_.size()), operations_.data());
  finish(graph, "this graph");
  NIGHTJAR_TRY(status_);
  NIGHTJAR_ASSIGN(const Descriptor config, engine_config(graph, rank));
  const Descriptor made = make(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR, "a plan");
  set(made, CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_TYPE_HANDLE, 1, &handle);
  set(made, CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, CUDNN_TYPE_BACKEND_DESCRIPTOR, 1, &config);
  finish(made, "a kernel for this graph");
  NIGHTJAR_TRY(status_);
  int64_t count = 0, bytes = 0;
  NIGHTJAR_TRY(checked(library()->get_attribute(made, CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE,
                                                CUDNN_TYPE_INT64, 1, &count, &bytes),
                       "to tell its workspace"));
  ExecutionPlan result;
  result.plan_ = made;
  result.workspace_bytes_ = static_cast<size_t>(bytes);
  result.owned_ = std::move(owned_);
  return result;
}

Status ExecutionPlan::launch(std::span<const int64_t> ids, std::span<void* const> pointers,
                             void* workspace, void* stream) const {
  NIGHTJAR_ASSIGN(cudnnHandle_t handle, handle_of_thread());
  NIGHTJAR_TRY(
      checked(library()->set_stream(handle, static_cast<cudaStream_t>(stream)), "the stream"));
  Descriptor raw = nullptr;
  NIGHTJAR_TRY(checked(library()->create_descriptor(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR, &raw),
                       "operands"));
  const std::shared_ptr<void> pack = owned(raw);
  const auto count = static_cast<int64_t>(ids.size());
  const auto give = [&](cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type,
                        int64_t values, const void* from) {
    return checked(library()->set_attribute(raw, name, type, values, from), "operands");
  };
  NIGHTJAR_TRY(give(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64, count, ids.data()));
  NIGHTJAR_TRY(
      give(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR, count, pointers.data()));
  NIGHTJAR_TRY(give(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR, 1, &workspace));
  NIGHTJAR_TRY(checked(library()->finalize(raw), "operands"));
  return checked(library()->execute(handle, plan_, raw), "to launch");
}

}  // namespace nightjar::kernels::cudnn

#endif
