// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators whose output extents follow from input values, or that handle strings: host code from
// values to values, called while a model runs.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::kernels {

/// What a host op is asked, in ONNX's newest meaning of the operator.
struct HostOpCall {
  const tensor::Attributes& attributes;
  const std::map<std::string, tensor::HostTensor>& tensors;  ///< Tensor attributes.
  std::span<const tensor::HostTensor> inputs;                ///< Undefined where absent.
  size_t output_count;
};

/// Answers with one tensor an output; fewer than asked are a fault of the model. Stateless.
using HostOp = Result<std::vector<tensor::HostTensor>> (*)(const HostOpCall& call);

/// Refuses a call in which one of the first `count` inputs is absent.
Status expect_host_inputs(const HostOpCall& call, size_t count);

/// The host op of an operator of ONNX's own domain ("" or "com.microsoft"), or nullptr.
HostOp find_host_op(std::string_view domain, std::string_view type);
/// The same for a call as it comes: also an operator that has kernels, where strings are among its
/// operands.
HostOp find_host_op(std::string_view domain, std::string_view type,
                    const tensor::Attributes& attributes,
                    std::span<const tensor::HostTensor> inputs);

/// By "NonZero" or "com.microsoft::Inverse"; one file a family adds its operators.
using HostOpTable = std::map<std::string, HostOp, std::less<>>;

void add_selection_host_ops(HostOpTable& table);  ///< NonZero, Compress.
void add_unique_host_op(HostOpTable& table);
void add_box_host_ops(HostOpTable& table);   ///< NonMaxSuppression.
void add_text_host_ops(HostOpTable& table);  ///< The String operators, RegexFullMatch.
void add_text_forms(HostOpTable& table);     ///< Cast, CastLike and Equal of strings.
void add_ngram_host_op(HostOpTable& table);  ///< TfIdfVectorizer.

}  // namespace nightjar::kernels
