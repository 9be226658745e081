// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/host_fallback.h"

#include <memory>
#include <string>
#include <utility>

#include "engine/device/cuda_device.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels::cuda {
namespace {

size_t bytes_of(const tensor::TensorDesc& desc) {
  if (desc.type == tensor::DataType::kUndefined) return 0;
  return tensor::bytes_for(
      desc.type, tensor::element_count(tensor::physical_dims(desc.layout, dims_of(desc))));
}

/// Operands in pinned memory, and the plain kernel that works on them.
class HostLaunch final : public Launchable {
 public:
  static Result<std::unique_ptr<Launchable>> open(const Tactic& plain, const Problem& problem,
                                                  device::Device& gpu) {
    auto opened = std::unique_ptr<HostLaunch>(new HostLaunch(gpu));
    NIGHTJAR_ASSIGN(opened->plain_, plain.open(problem, "", {}, *opened->cpu_));
    NIGHTJAR_ASSIGN(opened->cpu_stream_, opened->cpu_->make_stream());
    NIGHTJAR_TRY(opened->stage(problem.inputs, opened->inputs_));
    NIGHTJAR_TRY(opened->stage(problem.outputs, opened->outputs_));
    NIGHTJAR_ASSIGN(opened->workspace_, opened->cpu_->allocate(opened->plain_->workspace_bytes()));
    for (const device::Buffer& buffer : opened->inputs_) {
      opened->sources_.push_back(buffer.data());
    }
    for (device::Buffer& buffer : opened->outputs_) opened->targets_.push_back(buffer.data());
    return std::unique_ptr<Launchable>(std::move(opened));
  }

  /// An error inside a recording is told by the launch after it.
  Status launch(const LaunchArguments& arguments) override {
    NIGHTJAR_TRY(std::exchange(status_, Status()));
    device::Stream& stream = *arguments.stream;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      NIGHTJAR_TRY(gpu_.copy_to_host(inputs_[i].data(), arguments.inputs[i],
                                     inputs_[i].byte_count(), stream));
    }
    NIGHTJAR_TRY(stream.call([](void* self) { static_cast<HostLaunch*>(self)->run(); }, this));
    if (!stream.is_recording()) {
      NIGHTJAR_TRY(stream.synchronize());
      NIGHTJAR_TRY(std::exchange(status_, Status()));
    }
    for (size_t i = 0; i < outputs_.size(); ++i) {
      NIGHTJAR_TRY(gpu_.copy_to_device(arguments.outputs[i], outputs_[i].data(),
                                       outputs_[i].byte_count(), stream));
    }
    return {};
  }

 private:
  explicit HostLaunch(device::Device& gpu) : gpu_(gpu), cpu_(device::make_cpu_device()) {}

  void run() {
    status_ = plain_->launch({sources_, targets_, workspace_.data(), cpu_stream_.get()});
  }

  Status stage(const std::vector<tensor::TensorDesc>& descs, std::vector<device::Buffer>& buffers) {
    for (const tensor::TensorDesc& desc : descs) {
      buffers.emplace_back();
      if (desc.type == tensor::DataType::kUndefined) continue;
      NIGHTJAR_ASSIGN(buffers.back(), device::allocate_pinned(bytes_of(desc)));
    }
    return {};
  }

  device::Device& gpu_;
  std::unique_ptr<device::Device> cpu_;
  std::unique_ptr<device::Stream> cpu_stream_;
  std::unique_ptr<Launchable> plain_;
  std::vector<device::Buffer> inputs_, outputs_;
  std::vector<const void*> sources_;
  std::vector<void*> targets_;
  device::Buffer workspace_;
  Status status_;
};

class HostFallback final : public Tactic {
 public:
  explicit HostFallback(const Tactic& plain)
      : plain_(plain), name_(std::string(plain.family()) + ".host.v1") {}

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return plain_.family(); }
  TacticSource source() const override { return TacticSource::kHost; }
  device::DeviceKind device_kind() const override { return device::DeviceKind::kCuda; }
  bool supports(const Problem& problem, const device::DeviceInfo& info) const override {
    return info.kind == device::DeviceKind::kCuda && plain_.supports(problem, device::DeviceInfo());
  }
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    return HostLaunch::open(plain_, problem, device);
  }

 private:
  const Tactic& plain_;
  std::string name_;
};

}  // namespace

void register_host_fallbacks(std::vector<const Tactic*>& tactics) {
  static std::vector<std::unique_ptr<HostFallback>> fallbacks;
  const std::vector<const Tactic*> known = tactics;
  for (const Tactic* tactic : known) {
    if (tactic->source() != TacticSource::kPlain) continue;
    fallbacks.push_back(std::make_unique<HostFallback>(*tactic));
    tactics.push_back(fallbacks.back().get());
  }
}

}  // namespace nightjar::kernels::cuda
