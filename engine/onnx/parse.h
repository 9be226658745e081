// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Bytes to messages, with a bound on nesting.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace nightjar::onnx {

/// Three messages lie between a graph and one inside it: node, attribute, graph.
inline constexpr int kMessagesPerGraph = 3;
inline constexpr int kMessagesBesideGraphs = 16;

/// False on damaged or too deep bytes.
template <typename Message>
bool parse(std::span<const std::byte> bytes, int max_graph_depth, Message& message) {
  if (bytes.size() > static_cast<size_t>(INT32_MAX)) return false;
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedInputStream coded(&stream);
  coded.SetRecursionLimit(max_graph_depth * kMessagesPerGraph + kMessagesBesideGraphs);
  return message.ParseFromCodedStream(&coded) && coded.ConsumedEntireMessage();
}

}  // namespace nightjar::onnx
