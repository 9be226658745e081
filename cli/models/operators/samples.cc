// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/operators/samples.h"

namespace nightjar::cli {
namespace {

using tensor::DataType;
using tensor::Dims;

SampleInput same(Dims dims) { return {std::move(dims)}; }
SampleInput other(DataType type, Dims dims) { return {std::move(dims), type}; }
SampleInput absent() { return {{}, std::nullopt, std::nullopt, true}; }

SampleInput integers(Dims dims, std::vector<int64_t> values) {
  return {std::move(dims), DataType::kInt64, std::move(values)};
}

/// One to five inputs of one shape, for every usual rank.
void add_equal_inputs(std::vector<Sample>& list) {
  const std::vector<Dims> shapes = {{2, 8, 8, 8}, {8, 8, 8}, {8, 8}, {8}, {}};
  for (size_t count = 1; count <= 5; ++count) {
    for (const Dims& dims : shapes) list.emplace_back(count, same(dims));
  }
}

void add_indexed_inputs(std::vector<Sample>& list) {
  const SampleInput x = same({2, 8, 8, 8}), matrix = same({8, 8});
  const SampleInput zero = integers({1}, {0}), one = integers({1}, {1});
  list.insert(list.end(), {{x, zero},
                           {x, integers({}, {0})},
                           {x, integers({4}, {1, 1, 1, 1})},
                           {x, integers({8}, {0, 0, 0, 0, 1, 1, 1, 1})},
                           {x, integers({4}, {2, 8, 8, 8})},
                           {x, zero, one},
                           {matrix, integers({8, 8}, std::vector<int64_t>(64, 0))},
                           {matrix, integers({8, 8}, std::vector<int64_t>(64, 0)), matrix},
                           {matrix, integers({2, 1}, {0, 1}), same({2, 8})},
                           {matrix, integers({2, 2}, {0, 1, 1, 0}), same({2})},
                           {zero, integers({1}, {4}), same({2})},
                           {other(DataType::kBool, {8, 8}), matrix, matrix},
                           {matrix, other(DataType::kBool, {8})},
                           {other(DataType::kFloat32, {8, 8}), matrix},
                           {matrix, other(DataType::kInt64, {8})},
                           {x, other(DataType::kInt64, {2, 8, 8})},
                           {same({8, 8}), integers({8}, std::vector<int64_t>(8, 4))}});
}

void add_normed_inputs(std::vector<Sample>& list) {
  const SampleInput x = same({2, 8, 8, 8}), channel = same({8}), scalar = same({});
  const SampleInput scale = other(DataType::kFloat32, {});
  list.insert(list.end(),
              {{x, channel},
               {x, channel, channel},
               {x, channel, channel, channel, channel},
               {x, scalar, scalar},
               {x, scale},
               {x, scale, scalar},
               {x, x, scalar, scalar},
               {x, scale, scalar, x, scale, scalar, scale, scalar},
               {same({8, 8}), scale, scalar, same({8, 8}), scale, scalar, scale, scalar},
               {x, absent(), other(DataType::kFloat32, {4})},
               {x, absent(), {{4}, DataType::kFloat32, std::vector<int64_t>{1, 1, 2, 2}}},
               {x, same({8, 8, 8, 8})},
               {x, same({8, 8, 8, 8}), same({2, 128, 1, 1})},
               {x, same({2, 5})},
               {same({2, 8, 8}), same({8, 1, 4})},
               {same({2, 2, 3}), integers({4}, {2, 3, 4, 4})},
               {x, same({2, 4, 4, 2})},
               {x, other(DataType::kFloat32, {4, 4})},
               {x, same({4, 4}), other(DataType::kInt64, {4})}});
}

/// Sequences of vectors, with gates of four, three and one.
void add_recurrent_inputs(std::vector<Sample>& list) {
  for (const int64_t rows : {32, 24, 8}) {
    list.push_back({same({8, 8, 8}), same({1, rows, 8}), same({1, rows, 8})});
  }
  list.push_back({same({2, 8, 8, 8}), same({2, 8, 4}), same({2, 8, 4})});
  list.push_back({same({2, 8, 8, 8}), same({2, 8, 2, 8}), integers({2}, {0, 0})});
  list.push_back({same({2, 3, 8}), integers({2}, {8, 8}), integers({2}, {1, 1})});
  list.push_back({same({2, 8, 1}), integers({}, {8})});
  list.push_back({same({2, 16}), integers({}, {8}), absent(), integers({}, {8})});
}

}  // namespace

const std::vector<Sample>& samples() {
  static const std::vector<Sample> list = [] {
    std::vector<Sample> filled;
    add_equal_inputs(filled);
    add_indexed_inputs(filled);
    add_normed_inputs(filled);
    add_recurrent_inputs(filled);
    filled.emplace_back();
    return filled;
  }();
  return list;
}

tensor::Attributes sample_attributes() {
  tensor::Attributes attributes;
  attributes.set("kernel_shape", std::vector<int64_t>{8, 8});
  attributes.set("pooled_shape", std::vector<int64_t>{2, 2});
  attributes.set("shape", std::vector<int64_t>{8});
  attributes.set("equation", std::string("ij->ij"));
  for (const char* name : {"hidden_size", "size"}) attributes.set(name, int64_t{8});
  for (const char* name : {"num_groups", "blocksize", "num_outputs"}) {
    attributes.set(name, int64_t{2});
  }
  attributes.set("axis", int64_t{-1});
  attributes.set("to", int64_t{1});
  return attributes;
}

}  // namespace nightjar::cli
