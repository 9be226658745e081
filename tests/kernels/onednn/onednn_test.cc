// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/onednn.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::onednn {
namespace {

using dnnl::memory;
using tensor::DataType;
using tensor::Layout;
using testing::describe;

TEST(OneDnn, LayoutsAreItsFormats) {
  const auto expect = [](const tensor::Dims& dims, Layout layout, memory::format_tag tag) {
    EXPECT_TRUE(desc_of(describe(DataType::kFloat32, dims, layout)) ==
                MemoryDesc(dims, memory::data_type::f32, tag))
        << tensor::name_of(layout);
  };
  expect({2, 32, 5}, Layout::kRowMajor, memory::format_tag::ncw);
  expect({2, 32, 5, 7}, Layout::kRowMajor, memory::format_tag::nchw);
  expect({2, 32, 5, 7}, Layout::kChannelsLast, memory::format_tag::nhwc);
  expect({2, 32, 3, 5, 7}, Layout::kChannelsLast, memory::format_tag::ndhwc);
  expect({2, 32, 5}, Layout::kChannelsBlocked16, memory::format_tag::nCw16c);
  expect({2, 32, 5, 7}, Layout::kChannelsBlocked16, memory::format_tag::nChw16c);
  expect({2, 32, 3, 5, 7}, Layout::kChannelsBlocked16, memory::format_tag::nCdhw16c);
}

TEST(OneDnn, GuardTurnsExceptionsIntoErrors) {
  const auto failed = guarded(
      "conv.onednn.v1", []() -> int { throw dnnl::error(dnnl_unimplemented, "no such kernel"); });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message, "conv.onednn.v1: oneDNN refuses it: no such kernel.");
  EXPECT_EQ(*guarded("x", [] { return 7; }), 7);
}

TEST(OneDnn, EpilogueAddsTheResidualFirst) {
  dnnl::post_ops ops;
  append_epilogue(row_major({2, 3}, memory::data_type::f32),
                  {ActivationKind::kHardSigmoid, 0.2, 0.5}, ops);
  ASSERT_EQ(ops.len(), 3);
  EXPECT_EQ(ops.kind(0), dnnl::primitive::kind::binary);
  EXPECT_EQ(ops.kind(1), dnnl::primitive::kind::eltwise);
  dnnl::post_ops none;
  append_epilogue(std::nullopt, {}, none);
  EXPECT_EQ(none.len(), 0);
}

}  // namespace
}  // namespace nightjar::kernels::onednn
