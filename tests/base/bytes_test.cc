// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

TEST(Bytes, ReadsBackWhatWasWritten) {
  ByteWriter out;
  out.put<uint8_t>(7);
  out.put<int64_t>(-3);
  out.put(1.5);
  out.put_string("plan");
  ByteReader in(out.bytes());
  EXPECT_EQ(in.get<uint8_t>().value(), 7);
  EXPECT_EQ(in.get<int64_t>().value(), -3);
  EXPECT_EQ(in.get<double>().value(), 1.5);
  EXPECT_EQ(in.get_string().value(), "plan");
  EXPECT_EQ(in.remaining(), 0u);
}

TEST(Bytes, PadsToAlignment) {
  ByteWriter out;
  out.put<uint8_t>(1);
  out.pad_to(64);
  EXPECT_EQ(out.size(), 64u);
  out.pad_to(64);
  EXPECT_EQ(out.size(), 64u);
  ByteReader in(out.bytes());
  ASSERT_TRUE(in.get<uint8_t>().ok());
  ASSERT_TRUE(in.skip_to(64).ok());
  EXPECT_EQ(in.remaining(), 0u);
}

TEST(Bytes, RefusesToReadBeyondTheEnd) {
  ByteWriter out;
  out.put<uint32_t>(1);
  ByteReader in(out.bytes());
  const auto value = in.get<int64_t>();
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().kind, ErrorKind::kInvalidInput);
  EXPECT_NE(value.error().message.find("8 bytes wanted, 4 left"), std::string::npos);
  EXPECT_EQ(in.position(), 0u);
}

TEST(Bytes, RefusesStringsAndCountsThatCannotFit) {
  ByteWriter out;
  out.put<uint32_t>(1000);
  ByteReader strings(out.bytes());
  EXPECT_FALSE(strings.get_string().ok());
  ByteReader counts(out.bytes());
  EXPECT_FALSE(counts.get_count(8).ok());
}

}  // namespace
}  // namespace nightjar
