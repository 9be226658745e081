// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm.h"
#include "kernels/softmax/softmax.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;

using HostFallbackOnGpu = CudaTactics;

TEST_F(HostFallbackOnGpu, EveryFamilyHasOne) {
  for (const Tactic* tactic : all_tactics()) {
    if (tactic->source() != TacticSource::kPlain) continue;
    const Tactic* last = last_resort(tactic->family(), device::DeviceKind::kCuda);
    ASSERT_NE(last, nullptr) << tactic->family();
    EXPECT_EQ(last->source(), TacticSource::kHost);
    EXPECT_EQ(last->device_kind(), device::DeviceKind::kCuda);
  }
}

TEST_F(HostFallbackOnGpu, CopiesThereAndBack) {
  const auto desc = describe(DataType::kFloat64, {9, 33});
  expect_agreement("softmax.host.v1", SoftmaxProblem{desc, desc, 1, false}.to_problem());
}

TEST_F(HostFallbackOnGpu, RunsInsideARecording) {
  const auto desc = describe(DataType::kFloat32, {4, 8});
  const Problem problem = SoftmaxProblem{desc, desc, 1, false}.to_problem();
  const auto inputs = random_operands(problem, random_);
  const auto expected = plain_answer(problem, inputs);
  ASSERT_TRUE(expected.ok());
  const auto launchable = find_tactic("softmax.host.v1")->open(problem, "", {}, *device_);
  ASSERT_TRUE(launchable.ok()) << launchable.error().message;
  const auto stream = device_->make_stream();
  ASSERT_TRUE(stream.ok());
  auto x = device_->allocate(inputs[0].byte_count());
  auto y = device_->allocate(inputs[0].byte_count());
  ASSERT_TRUE(x.ok() && y.ok());
  const void* sources[] = {x->data()};
  void* targets[] = {y->data()};
  const auto recording = device_->record(**stream, [&] {
    return (*launchable)->launch({sources, targets, nullptr, stream->get()});
  });
  ASSERT_TRUE(recording.ok()) << recording.error().message;
  tensor::HostTensor answer(DataType::kFloat32, {4, 8});
  ASSERT_TRUE(
      device_->copy_to_device(x->data(), inputs[0].bytes(), x->byte_count(), **stream).ok());
  ASSERT_TRUE((*recording)->launch(**stream).ok());
  ASSERT_TRUE(device_->copy_to_host(answer.bytes(), y->data(), y->byte_count(), **stream).ok());
  ASSERT_TRUE((*stream)->synchronize().ok());
  EXPECT_LE(worst_error(logical_values(desc, (*expected)[0]), logical_values(desc, answer)), 1e-6);
}

/// One product after the other through one recording, each with memory of its own.
TEST_F(HostFallbackOnGpu, FollowsItsOperands) {
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat16, {300, 64});
  gemm.b = describe(DataType::kFloat16, {64, 10});
  gemm.y = describe(DataType::kFloat32, {300, 10});
  const Problem problem = gemm.to_problem();
  const auto launchable = find_tactic("gemm.host.v1")->open(problem, "", {}, *device_);
  ASSERT_TRUE(launchable.ok()) << launchable.error().message;
  std::unique_ptr<device::Recording> recording;
  std::vector<device::Buffer> kept;
  for (int round = 0; round < 4; ++round) {
    const auto inputs = random_operands(problem, random_);
    const auto expected = plain_answer(problem, inputs);
    ASSERT_TRUE(expected.ok());
    const auto stream = device_->make_stream();
    ASSERT_TRUE(stream.ok());
    std::vector<const void*> sources(4, nullptr);
    for (size_t i = 0; i < 2; ++i) {
      kept.push_back(*device_->allocate(inputs[i].byte_count()));
      sources[i] = kept.back().data();
      ASSERT_TRUE(device_
                      ->copy_to_device(kept.back().data(), inputs[i].bytes(),
                                       inputs[i].byte_count(), **stream)
                      .ok());
    }
    tensor::HostTensor answer(DataType::kFloat32, {300, 10});
    kept.push_back(*device_->allocate(answer.byte_count()));
    void* targets[] = {kept.back().data()};
    const auto enqueue = [&] {
      return (*launchable)->launch({sources, targets, nullptr, stream->get()});
    };
    if (recording == nullptr) {
      recording = *device_->record(**stream, enqueue);
    } else {
      const auto updated = recording->update(**stream, enqueue);
      ASSERT_TRUE(updated.ok() && *updated);
    }
    ASSERT_TRUE(recording->launch(**stream).ok());
    ASSERT_TRUE(
        device_->copy_to_host(answer.bytes(), targets[0], answer.byte_count(), **stream).ok());
    ASSERT_TRUE((*stream)->synchronize().ok());
    EXPECT_LE(worst_error(logical_values(gemm.y, (*expected)[0]), logical_values(gemm.y, answer)),
              1e-6);
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
