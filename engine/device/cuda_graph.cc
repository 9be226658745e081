// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cuda_graph.h"

#include <cuda_runtime_api.h>

#include <memory>
#include <utility>

#include "engine/device/cuda_check.h"

namespace nightjar::device {
namespace {

struct DestroyGraph {
  void operator()(cudaGraph_t graph) const { cudaGraphDestroy(graph); }
};
using OwnedGraph = std::unique_ptr<std::remove_pointer_t<cudaGraph_t>, DestroyGraph>;

/// The capture is ended whatever `enqueue` says, so that the stream stays usable.
Result<OwnedGraph> record(Stream& stream, const std::function<Status()>& enqueue) {
  const auto native = static_cast<cudaStream_t>(stream.native());
  const auto begun = cudaStreamBeginCapture(native, cudaStreamCaptureModeThreadLocal);
  NIGHTJAR_TRY(cuda_status(begun, "beginning a capture"));
  const Status enqueued = enqueue();
  cudaGraph_t graph = nullptr;
  const auto ended = cudaStreamEndCapture(native, &graph);
  OwnedGraph owned(graph);
  if (!enqueued.ok()) {
    cudaGetLastError();
    return enqueued.error();
  }
  NIGHTJAR_TRY(cuda_status(ended, "ending a capture"));
  return owned;
}

}  // namespace

Result<CudaGraph> CudaGraph::capture(Stream& stream, const std::function<Status()>& enqueue) {
  NIGHTJAR_ASSIGN(const OwnedGraph graph, record(stream, enqueue));
  cudaGraphExec_t executable = nullptr;
  const auto code = cudaGraphInstantiate(&executable, graph.get(), 0);
  NIGHTJAR_TRY(cuda_status(code, "instantiating a graph"));
  return CudaGraph(executable);
}

CudaGraph::CudaGraph(CudaGraph&& other) noexcept
    : executable_(std::exchange(other.executable_, nullptr)) {}

CudaGraph& CudaGraph::operator=(CudaGraph&& other) noexcept {
  std::swap(executable_, other.executable_);
  return *this;
}

CudaGraph::~CudaGraph() {
  if (executable_ != nullptr) cudaGraphExecDestroy(static_cast<cudaGraphExec_t>(executable_));
}

Status CudaGraph::launch(Stream& stream) {
  const auto code = cudaGraphLaunch(static_cast<cudaGraphExec_t>(executable_),
                                    static_cast<cudaStream_t>(stream.native()));
  return cuda_status(code, "launching a graph");
}

Result<bool> CudaGraph::update(Stream& stream, const std::function<Status()>& enqueue) {
  NIGHTJAR_ASSIGN(const OwnedGraph graph, record(stream, enqueue));
  cudaGraphExecUpdateResultInfo outcome = {};
  const auto code =
      cudaGraphExecUpdate(static_cast<cudaGraphExec_t>(executable_), graph.get(), &outcome);
  if (code == cudaErrorGraphExecUpdateFailure) {
    cudaGetLastError();
    return false;
  }
  NIGHTJAR_TRY(cuda_status(code, "updating a graph"));
  return true;
}

}  // namespace nightjar::device
