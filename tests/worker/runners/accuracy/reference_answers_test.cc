// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/accuracy/reference_answers.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/worker/temporary_folder.h"

namespace nightjar::runners {
namespace {

class ReferenceAnswersTest : public testing::Test {
 protected:
  ReferenceAnswers kept_by(const std::string& program) {
    return {folder_.path(), program,
            [this](const network::Network&,
                   const runtime::TensorsByName& inputs) -> Result<runtime::TensorsByName> {
              ++computed_;
              return inputs;
            }};
  }
  static runtime::TensorsByName inputs(float value) {
    runtime::TensorsByName tensors;
    tensors["x"] = tensor::HostTensor::of_floats({2}, {value, 2});
    tensors["n"] = tensor::HostTensor::of_int64({}, {7});
    return tensors;
  }

  worker::TemporaryFolder folder_;
  network::Network network_;
  int computed_ = 0;
};

TEST_F(ReferenceAnswersTest, AreComputedOnceForModelInputsAndProgram) {
  const auto first = kept_by("p1").answers("m1", network_, inputs(1));
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto again = kept_by("p1").answers("m1", network_, inputs(1));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(computed_, 1);
  EXPECT_TRUE(identical(again->at("x"), inputs(1).at("x")));
  EXPECT_TRUE(identical(again->at("n"), inputs(1).at("n")));
  ASSERT_TRUE(kept_by("p1").answers("m2", network_, inputs(1)).ok());
  ASSERT_TRUE(kept_by("p1").answers("m1", network_, inputs(3)).ok());
  ASSERT_TRUE(kept_by("p2").answers("m1", network_, inputs(1)).ok());
  EXPECT_EQ(computed_, 4);
}

TEST_F(ReferenceAnswersTest, DamagedFilesAreComputedAnew) {
  ASSERT_TRUE(kept_by("p1").answers("m1", network_, inputs(1)).ok());
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-1, std::ios::end);
    file.put('!');
  }
  const auto again = kept_by("p1").answers("m1", network_, inputs(1));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(computed_, 2);
  EXPECT_TRUE(identical(again->at("x"), inputs(1).at("x")));
}

TEST_F(ReferenceAnswersTest, EveryTruncationIsRefused) {
  const auto bytes = write_answers(inputs(1));
  ASSERT_TRUE(read_answers(bytes).ok());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_answers(std::span(bytes).first(size)).ok()) << size;
  }
}

}  // namespace
}  // namespace nightjar::runners
