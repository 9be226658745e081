// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/kernels/host/host_call.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::call_host;
using kernels::testing::strings;
using tensor::Attributes;
using tensor::HostTensor;
using Floats = std::vector<float>;

/// Single tokens 2, 3, 5, 4 and pairs 5 6, 7 8, 6 7.
Attributes pool(const std::string& mode, int64_t shortest, int64_t skipped) {
  Attributes attributes;
  attributes.set("mode", mode);
  attributes.set("min_gram_length", shortest);
  attributes.set("max_gram_length", int64_t{2});
  attributes.set("max_skip_count", skipped);
  attributes.set("ngram_counts", std::vector<int64_t>{0, 4});
  attributes.set("ngram_indexes", std::vector<int64_t>{0, 1, 2, 3, 4, 5, 6});
  attributes.set("pool_int64s", std::vector<int64_t>{2, 3, 5, 4, 5, 6, 7, 8, 6, 7});
  return attributes;
}

const HostTensor kTokens = HostTensor::of_int64({12}, {1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8});

TEST(TfIdfVectorizer, CountsPairs) {
  const auto counts = call_host("TfIdfVectorizer", {kTokens}, pool("TF", 2, 0));
  EXPECT_EQ((*counts)[0].to_floats(), (Floats{0, 0, 0, 0, 1, 1, 1}));
}

TEST(TfIdfVectorizer, CountsPairsWithTokensBetween) {
  const auto counts = call_host("TfIdfVectorizer", {kTokens}, pool("TF", 1, 5));
  EXPECT_EQ((*counts)[0].to_floats(), (Floats{0, 3, 1, 0, 1, 3, 1}));
}

TEST(TfIdfVectorizer, WeighsRowByRow) {
  Attributes attributes = pool("IDF", 1, 0);
  attributes.set("weights", std::vector<double>{2, 3, 4, 5, 6, 7, 8});
  const HostTensor rows = HostTensor::of_int64({2, 2}, {3, 3, 5, 6});
  const auto once = call_host("TfIdfVectorizer", {rows}, attributes);
  EXPECT_EQ((*once)[0].to_floats(), (Floats{0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 6, 0, 0}));
  attributes.set("mode", std::string("TFIDF"));
  const auto often = call_host("TfIdfVectorizer", {rows}, attributes);
  EXPECT_EQ((*often)[0].to_floats(), (Floats{0, 6, 0, 0, 0, 0, 0, 0, 0, 4, 0, 6, 0, 0}));
}

TEST(TfIdfVectorizer, TakesStrings) {
  Attributes attributes = pool("TF", 1, 0);
  attributes.set("max_gram_length", int64_t{1});
  attributes.set("ngram_counts", std::vector<int64_t>{0});
  attributes.set("ngram_indexes", std::vector<int64_t>{1, 0});
  attributes.set("pool_strings", std::vector<std::string>{"cat", "dog"});
  const auto counts = call_host("TfIdfVectorizer", {strings({"cat", "cow", "cat"})}, attributes);
  EXPECT_EQ((*counts)[0].to_floats(), (Floats{0, 2}));
}

TEST(TfIdfVectorizer, RefusesAPoolThatDoesNotFit) {
  Attributes attributes = pool("TF", 1, 0);
  attributes.set("ngram_counts", std::vector<int64_t>{0, 3});
  EXPECT_FALSE(call_host("TfIdfVectorizer", {kTokens}, attributes).ok());
  attributes = pool("COUNT", 1, 0);
  EXPECT_FALSE(call_host("TfIdfVectorizer", {kTokens}, attributes).ok());
  EXPECT_FALSE(
      call_host("TfIdfVectorizer", {HostTensor::of_floats({1}, {1})}, pool("TF", 1, 0)).ok());
}

}  // namespace
}  // namespace nightjar::kernels
