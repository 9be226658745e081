// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Our words in oneDNN's, and a launchable made of its primitives. For *_onednn.cc files only.
#pragma once

#include <dnnl.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/common/activation.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels::onednn {

using MemoryDesc = dnnl::memory::desc;

/// float32, bfloat16, int32, int8 and uint8.
std::optional<dnnl::memory::data_type> data_type_of(tensor::DataType type);
/// Of a bound, supported operand, under its layout.
MemoryDesc desc_of(const tensor::TensorDesc& desc);
/// The same tensor in whatever order a primitive likes best.
MemoryDesc any_order(const MemoryDesc& desc);
/// The CPU. oneDNN's cache of primitives keeps pointers to it, so there is one that never ends.
const dnnl::engine& cpu_engine();
/// Row-major, of given extents.
MemoryDesc row_major(const tensor::Dims& dims, dnnl::memory::data_type type);

/// Appends what is applied to a result, in order: residual, activation.
void append_epilogue(const std::optional<MemoryDesc>& residual, const Activation& activation,
                     dnnl::post_ops& ops);

/// Runs `make`, turning oneDNN's exception into an Error that begins with `what`.
template <typename Make>
auto guarded(const std::string& what, const Make& make) -> Result<decltype(make())> {
  try {
    return make();
  } catch (const dnnl::error& error) {
    return unsupported(what + ": oneDNN refuses it: " + error.message + ".");
  }
}

/// Where an argument of a primitive comes from at launch.
struct Binding {
  enum class Source : uint8_t { kInput, kOutput, kWorkspace, kFixed };
  int argument = 0;
  MemoryDesc desc;
  Source source = Source::kInput;
  size_t index = 0;             ///< Operand, or byte offset into the workspace.
  const void* fixed = nullptr;  ///< Memory that lives as long as the launchable.
};

Binding input(int argument, const MemoryDesc& desc, size_t index);
Binding output(int argument, const MemoryDesc& desc, size_t index);

/// Primitives run one after the other, on the threads given. Everything is made beforehand, so
/// that a launch only sets pointers.
class PrimitiveLaunch final : public Launchable {
 public:
  explicit PrimitiveLaunch(int threads) : stream_(cpu_engine()), threads_(threads) {}

  /// Reserves workspace for `argument`.
  Binding workspace(int argument, const MemoryDesc& desc);
  /// Memory owned by the launchable.
  std::byte* own(size_t byte_count);
  void add_step(const dnnl::primitive& primitive, const std::vector<Binding>& bindings);

  size_t workspace_bytes() const override { return workspace_bytes_; }
  Status launch(const LaunchArguments& arguments) override;

 private:
  struct Pointer {
    dnnl::memory memory;
    Binding::Source source;
    size_t index;
  };
  struct Step {
    dnnl::primitive primitive;
    std::vector<Pointer> pointers;
    std::vector<dnnl_exec_arg_t> arguments;
  };

  dnnl::stream stream_;
  int threads_;
  size_t workspace_bytes_ = 0;
  std::vector<Step> steps_;
  std::vector<device::Buffer> owned_;
};

}  // namespace nightjar::kernels::onednn
