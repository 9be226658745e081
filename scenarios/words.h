// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The words that suite files and JSON use for the kinds, precisions and patterns of a scenario.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace nightjar::scenarios {

template <typename T>
struct Word {
  T value;
  const char* text;
};

inline constexpr Word<Kind> kKindWords[] = {
    {Kind::kInference, "inference"},
    {Kind::kBuild, "build"},
    {Kind::kLoad, "load"},
    {Kind::kKernel, "kernel"},
};

inline constexpr Word<Precision> kPrecisionWords[] = {
    {Precision::kFp32, "fp32"}, {Precision::kTf32, "tf32"}, {Precision::kFp16, "fp16"},
    {Precision::kBf16, "bf16"}, {Precision::kInt8, "int8"}, {Precision::kFp8, "fp8"},
};

inline constexpr Word<Pattern> kPatternWords[] = {
    {Pattern::kSingleStream, "single_stream"}, {Pattern::kOffline, "offline"},
    {Pattern::kMultiStream, "multi_stream"},   {Pattern::kServer, "server"},
    {Pattern::kConcurrent, "concurrent"},
};

inline constexpr Word<FaultKind> kFaultKindWords[] = {
    {FaultKind::kDelay, "delay"},         {FaultKind::kTactic, "tactic"},
    {FaultKind::kPrecision, "precision"}, {FaultKind::kFusion, "fusion"},
    {FaultKind::kReformat, "reformat"},   {FaultKind::kRounding, "rounding"},
};

template <typename T, size_t N>
const char* text_of(const Word<T> (&words)[N], T value) {
  for (const Word<T>& word : words) {
    if (word.value == value) return word.text;
  }
  return "unknown";
}

template <typename T, size_t N>
std::optional<T> value_of(const Word<T> (&words)[N], const std::string& text) {
  for (const Word<T>& word : words) {
    if (text == word.text) return word.value;
  }
  return std::nullopt;
}

template <typename T, size_t N>
std::vector<std::string> texts_of(const Word<T> (&words)[N]) {
  std::vector<std::string> texts;
  for (const Word<T>& word : words) texts.emplace_back(word.text);
  return texts;
}

}  // namespace nightjar::scenarios
