// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pointwise.own.table.v1: an expression of one byte that gives a byte, looked up on the GPU in what
// the plain kernel answers for all 256 of them.
#include "kernels/pointwise/table/pointwise_cuda_table.h"

#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/pointwise/pointwise_cuda.h"
#include "kernels/pointwise/table/byte_table.h"

namespace nightjar::kernels::pointwise {
namespace {

class CudaTableTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return "pointwise.own.table.v1"; }
  std::string_view family() const override { return "pointwise"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor>, device::Device&) const override {
    NIGHTJAR_ASSIGN(const ByteTable table, make_byte_table(problem));
    const auto bytes = std::as_bytes(std::span(table));
    return Prepared{std::vector<std::byte>(bytes.begin(), bytes.end()), {}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    if (blob.size() != ByteTable().size()) return invalid_input("the table has another size.");
    const int64_t count = tensor::element_count(dims_of(problem.outputs[0]));
    auto table = std::make_shared<device::Buffer>();
    NIGHTJAR_ASSIGN(*table, cuda::upload(blob, device));
    return make_launchable([table, count, this](const LaunchArguments& arguments) -> Status {
      if (count == 0) return {};
      const int code = cuda::launch_look_up(reinterpret_cast<const uint8_t*>(table->data()),
                                            static_cast<const uint8_t*>(arguments.inputs[0]),
                                            static_cast<uint8_t*>(arguments.outputs[0]), count,
                                            arguments.stream->native());
      return cuda::launched(code, name());
    });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto parsed = PointwiseProblem::from_problem(problem);
    return parsed.ok() && is_one_byte_each(*parsed);
  }
};

}  // namespace

const Tactic* pointwise_cuda_table_tactic() {
  static const CudaTableTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels::pointwise
