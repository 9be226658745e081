// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/onednn/weights.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::kernels::onednn {
namespace {

using dnnl::memory;

const tensor::Dims kDims = {24, 20, 3, 3};

MemoryDesc plain() { return row_major(kDims, memory::data_type::f32); }
MemoryDesc blocked() {
  return MemoryDesc(kDims, memory::data_type::f32, memory::format_tag::OIhw16i16o);
}

std::vector<float> numbers() {
  std::vector<float> values(static_cast<size_t>(tensor::element_count(kDims)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  return values;
}

TEST(PackedWeights, KeepTheirDescriptionAndComeBack) {
  const std::vector<float> values = numbers();
  const auto blob = pack_weights(plain(), values.data(), blocked());
  const auto packed = read_weights(blob, plain());
  ASSERT_TRUE(packed.ok()) << packed.error().message;
  EXPECT_TRUE(packed->desc == blocked());
  EXPECT_EQ(packed->data.size(), blocked().get_size());
  PrimitiveLaunch launch(1);
  const Binding back = bind_packed(launch, DNNL_ARG_WEIGHTS, *packed, plain());
  const auto* unpacked = static_cast<const float*>(back.fixed);
  EXPECT_TRUE(std::equal(values.begin(), values.end(), unpacked));
}

TEST(PackedWeights, AreTheSameEveryTime) {
  const std::vector<float> values = numbers();
  EXPECT_EQ(pack_weights(plain(), values.data(), blocked()),
            pack_weights(plain(), values.data(), blocked()));
}

TEST(PackedWeights, RefuseAnotherTensorAndEveryTruncation) {
  const auto blob = pack_weights(plain(), numbers().data(), blocked());
  EXPECT_FALSE(read_weights(blob, row_major({24, 20, 3, 2}, memory::data_type::f32)).ok());
  EXPECT_FALSE(read_weights(blob, row_major(kDims, memory::data_type::bf16)).ok());
  for (size_t kept = 0; kept < blob.size(); kept += 97) {
    EXPECT_FALSE(read_weights(std::span(blob).first(kept), plain()).ok()) << kept;
  }
}

TEST(PackedWeights, KeptTwiceGiveWhatNeedsNoReordering) {
  const std::vector<float> values = numbers();
  const auto [blob, spare_bytes] = pack_weights_twice(plain(), values.data(), blocked());
  const auto ready = read_either(blob, plain(), blocked());
  ASSERT_TRUE(ready.ok()) << ready.error().message;
  EXPECT_TRUE(ready->desc == blocked());
  const auto other = MemoryDesc(kDims, memory::data_type::f32, memory::format_tag::OIhw8i8o);
  const auto given = read_either(blob, plain(), other);
  ASSERT_TRUE(given.ok()) << given.error().message;
  EXPECT_TRUE(given->desc == plain());
  EXPECT_EQ(reinterpret_cast<uintptr_t>(given->data.data()) % 64,
            reinterpret_cast<uintptr_t>(blob.data()) % 64);
  for (size_t kept = 0; kept < blob.size(); kept += 97) {
    EXPECT_FALSE(read_either(std::span(blob).first(kept), plain(), blocked()).ok()) << kept;
  }
  EXPECT_FALSE(read_either(pack_weights(plain(), values.data(), blocked()), plain(), plain()).ok());
}

TEST(PackedWeights, DamageInWhatIsSpareIsFoundByWhoNeedsIt) {
  auto [blob, spare_bytes] = pack_weights_twice(plain(), numbers().data(), blocked());
  EXPECT_EQ(spare_bytes, pack_weights(plain(), numbers().data(), plain()).size());
  blob[blob.size() - 5] ^= std::byte{1};
  EXPECT_TRUE(read_either(blob, plain(), blocked()).ok());
  EXPECT_FALSE(read_either(blob, plain(), plain()).ok());
}

TEST(UnpackedWeights, AreReorderedInTheLaunchOnlyWhenNeeded) {
  PrimitiveLaunch launch(1);
  const Binding same = bind_unpacked(launch, DNNL_ARG_WEIGHTS, plain(), 1, plain());
  EXPECT_EQ(same.source, Binding::Source::kInput);
  EXPECT_EQ(launch.workspace_bytes(), 0u);
  const Binding moved = bind_unpacked(launch, DNNL_ARG_WEIGHTS, plain(), 1, blocked());
  EXPECT_EQ(moved.source, Binding::Source::kWorkspace);
  EXPECT_GE(launch.workspace_bytes(), blocked().get_size());
}

}  // namespace
}  // namespace nightjar::kernels::onednn
