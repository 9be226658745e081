// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// TfIdfVectorizer: how often the n-grams of a pool occur in each row of tokens.
#include <algorithm>
#include <map>
#include <span>

#include "kernels/host/host_op.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::HostTensor;

constexpr int32_t kUnknownToken = -1;

/// Tokens as small numbers; those that no n-gram of the pool holds are kUnknownToken.
struct Tokens {
  std::vector<int32_t> pool;
  std::vector<int32_t> text;
};

template <typename T>
Tokens number_tokens(std::span<const T> pool, std::span<const T> text) {
  std::map<T, int32_t> numbers;
  Tokens tokens;
  for (const T& token : pool) {
    const auto next = static_cast<int32_t>(numbers.size());
    tokens.pool.push_back(numbers.emplace(token, next).first->second);
  }
  for (const T& token : text) {
    const auto found = numbers.find(token);
    tokens.text.push_back(found == numbers.end() ? kUnknownToken : found->second);
  }
  return tokens;
}

Result<Tokens> read_tokens(const HostOpCall& call) {
  const HostTensor& x = call.inputs[0];
  if (x.type() == DataType::kString) {
    const auto pool = call.attributes.get_strings("pool_strings");
    return number_tokens<std::string>(pool, x.strings());
  }
  if (x.type() != DataType::kInt32 && x.type() != DataType::kInt64) {
    return invalid_input("the tokens are neither strings nor int32 nor int64");
  }
  const auto pool = call.attributes.get_ints("pool_int64s");
  const auto text = x.to_integers();
  return number_tokens<int64_t>(pool, text);
}

/// The output's place of every n-gram of the pool, and what one occurrence weighs there.
struct Pool {
  std::map<std::vector<int32_t>, size_t> places;
  std::vector<double> weights;
};

Result<Pool> read_pool(const HostOpCall& call, const std::vector<int32_t>& tokens, size_t width) {
  const auto starts = call.attributes.get_ints("ngram_counts");
  const auto indexes = call.attributes.get_ints("ngram_indexes");
  const auto weights = call.attributes.get_floats("weights");
  Pool pool;
  pool.weights.assign(width, 1.0);
  size_t number = 0;
  for (size_t n = 1; n <= starts.size(); ++n) {
    const auto whole = static_cast<int64_t>(tokens.size());
    const int64_t begin = starts[n - 1], end = n < starts.size() ? starts[n] : whole;
    if (begin < 0 || begin > end || end > whole || (end - begin) % static_cast<int64_t>(n) != 0) {
      return invalid_input("attribute 'ngram_counts' does not fit the pool");
    }
    for (int64_t at = begin; at < end; at += static_cast<int64_t>(n), ++number) {
      if (number >= indexes.size()) return invalid_input("'ngram_indexes' is too short");
      const auto first = tokens.begin() + at;
      const auto place = static_cast<size_t>(indexes[number]);
      pool.places.emplace(std::vector<int32_t>(first, first + static_cast<std::ptrdiff_t>(n)),
                          place);
      if (number < weights.size()) pool.weights[place] = weights[number];
    }
  }
  return pool;
}

/// Lengths of n-grams and how many tokens may be left out between two of theirs.
struct Span {
  int64_t shortest = 1, longest = 1, most_skipped = 0;
};

Result<Span> read_span(const HostOpCall& call) {
  Span span;
  span.shortest = call.attributes.get_int("min_gram_length", 1);
  span.longest = call.attributes.get_int("max_gram_length", 1);
  span.most_skipped = call.attributes.get_int("max_skip_count", 0);
  if (span.shortest >= 1 && span.longest >= span.shortest && span.most_skipped >= 0) return span;
  return invalid_input("gram lengths or 'max_skip_count' make no sense");
}

void count_row(std::span<const int32_t> row, const Span& span, const Pool& pool, float* counts) {
  const auto length = static_cast<int64_t>(row.size());
  std::vector<int32_t> gram;
  for (int64_t n = span.shortest; n <= std::min(span.longest, length); ++n) {
    // A single token skips nothing.
    const int64_t widest = n == 1 ? 1 : std::min(span.most_skipped + 1, length);
    for (int64_t step = 1; step <= widest; ++step) {
      for (int64_t first = 0; first + (n - 1) * step < length; ++first) {
        gram.clear();
        for (int64_t i = 0; i < n; ++i) gram.push_back(row[static_cast<size_t>(first + i * step)]);
        const auto found = pool.places.find(gram);
        if (found != pool.places.end()) counts[found->second] += 1;
      }
    }
  }
}

void weigh(const std::string& mode, const Pool& pool, std::span<float> counts) {
  if (mode == "TF") return;
  for (size_t i = 0; i < counts.size(); ++i) {
    const double count = mode == "IDF" ? std::min(counts[i], 1.0f) : counts[i];
    counts[i] = static_cast<float>(count * pool.weights[i % pool.weights.size()]);
  }
}

Result<std::vector<HostTensor>> run_vectorizer(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 1));
  const std::string mode = call.attributes.get_string("mode", "");
  if (mode != "TF" && mode != "IDF" && mode != "TFIDF") {
    return invalid_input("attribute 'mode' is '" + mode + "', TF, IDF or TFIDF is wanted");
  }
  const auto indexes = call.attributes.get_ints("ngram_indexes");
  constexpr int64_t kMostPlaces = int64_t{1} << 31;
  for (const int64_t index : indexes) {
    if (index < 0 || index >= kMostPlaces) return invalid_input("'ngram_indexes' is out of range");
  }
  if (indexes.empty()) return invalid_input("attribute 'ngram_indexes' is missing");
  const int64_t width = *std::max_element(indexes.begin(), indexes.end()) + 1;
  tensor::Dims dims = call.inputs[0].dims();
  if (dims.empty() || dims.size() > 2) return invalid_input("one or two axes are wanted");
  const auto length = static_cast<size_t>(dims.back());
  NIGHTJAR_ASSIGN(const Span span, read_span(call));
  NIGHTJAR_ASSIGN(const Tokens tokens, read_tokens(call));
  NIGHTJAR_ASSIGN(const Pool pool, read_pool(call, tokens.pool, static_cast<size_t>(width)));
  dims.back() = width;
  NIGHTJAR_TRY(tensor::checked_element_count(dims));
  HostTensor counts(DataType::kFloat32, dims);
  const int64_t rows = dims.size() == 2 ? dims[0] : 1;
  for (int64_t r = 0; r < rows; ++r) {
    count_row(std::span(tokens.text).subspan(static_cast<size_t>(r) * length, length), span, pool,
              counts.as<float>().data() + r * width);
  }
  weigh(mode, pool, counts.as<float>());
  return std::vector<HostTensor>{std::move(counts)};
}

}  // namespace

void add_ngram_host_op(HostOpTable& table) { table["TfIdfVectorizer"] = run_vectorizer; }

}  // namespace nightjar::kernels
