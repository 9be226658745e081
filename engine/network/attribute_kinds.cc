// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/attribute_kinds.h"

#include <algorithm>
#include <array>

namespace nightjar::network {
namespace {

struct NamedKind {
  std::string_view name;
  AttributeKind kind;
};

using enum AttributeKind;

/// In name order. ONNX gives an attribute the same kind in nearly every operator.
constexpr std::array kKinds = std::to_array<NamedKind>({
    {"activation", kString},
    {"activation_alpha", kFloats},
    {"activation_beta", kFloats},
    {"activations", kStrings},
    {"align_corners", kInt},
    {"allowzero", kInt},
    {"alpha", kFloat},
    {"antialias", kInt},
    {"approximate", kString},
    {"auto_pad", kString},
    {"axes", kInts},
    {"axis", kInt},
    {"batch_axis", kInt},
    {"batch_dims", kInt},
    {"beta", kFloat},
    {"bias", kFloat},
    {"block_size", kInt},
    {"blocksize", kInt},
    {"body", kGraph},
    {"captures", kInts},
    {"case_change_action", kString},
    {"causal", kInt},
    {"ceil_mode", kInt},
    {"center_point_box", kInt},
    {"chunk_size", kInt},
    {"clip", kFloat},
    {"coordinate_transformation_mode", kString},
    {"count_include_pad", kInt},
    {"cubic_coeff_a", kFloat},
    {"delimiter", kString},
    {"detect_negative", kInt},
    {"detect_positive", kInt},
    {"dilations", kInts},
    {"direction", kString},
    {"dtype", kInt},
    {"else_branch", kGraph},
    {"end", kInt},
    {"epsilon", kFloat},
    {"equation", kString},
    {"exclude_outside", kInt},
    {"exclusive", kInt},
    {"expression", kString},
    {"extrapolation_value", kFloat},
    {"fmod", kInt},
    {"gamma", kFloat},
    {"group", kInt},
    {"hidden_size", kInt},
    {"high", kFloat},
    {"ignore_index", kInt},
    {"input_forget", kInt},
    {"interleaved", kInt},
    {"inverse", kInt},
    {"is_case_sensitive", kInt},
    {"is_causal", kInt},
    {"k", kInt},
    {"keep_aspect_ratio_policy", kString},
    {"keepdims", kInt},
    {"kernel_shape", kInts},
    {"kv_num_heads", kInt},
    {"lambd", kFloat},
    {"largest", kInt},
    {"layout", kInt},
    {"linear_before_reset", kInt},
    {"locale", kString},
    {"low", kFloat},
    {"max_gram_length", kInt},
    {"max_iterations", kInt},
    {"max_skip_count", kInt},
    {"maxsplit", kInt},
    {"mean", kFloat},
    {"min_gram_length", kInt},
    {"mode", kString},
    {"momentum", kFloat},
    {"nearest_mode", kString},
    {"new_axis", kInt},
    {"ngram_counts", kInts},
    {"ngram_indexes", kInts},
    {"noop_with_empty_axes", kInt},
    {"norm_size", kInt},
    {"normalize_variance", kInt},
    {"num_groups", kInt},
    {"num_heads", kInt},
    {"num_outputs", kInt},
    {"num_scan_inputs", kInt},
    {"offset_group", kInt},
    {"onesided", kInt},
    {"output_datatype", kInt},
    {"output_dtype", kInt},
    {"output_height", kInt},
    {"output_padding", kInts},
    {"output_shape", kInts},
    {"output_width", kInt},
    {"p", kInt},
    {"padding_mode", kString},
    {"pads", kInts},
    {"pattern", kString},
    {"periodic", kInt},
    {"perm", kInts},
    {"pool_int64s", kInts},
    {"pool_strings", kStrings},
    {"pooled_shape", kInts},
    {"precision", kInt},
    {"prob_mod", kGraph},
    {"q_num_heads", kInt},
    {"qk_matmul_output_mode", kInt},
    {"reduction", kString},
    {"reverse", kInt},
    {"rotary_embedding_dim", kInt},
    {"round_mode", kString},
    {"sample_size", kInt},
    {"sampling_ratio", kInt},
    {"saturate", kInt},
    {"scale", kFloat},
    {"scan_input_axes", kInts},
    {"scan_input_directions", kInts},
    {"scan_output_axes", kInts},
    {"scan_output_directions", kInts},
    {"score_mod", kGraph},
    {"seed", kFloat},
    {"select_last_index", kInt},
    {"shape", kInts},
    {"size", kInt},
    {"softcap", kFloat},
    {"softmax_precision", kInt},
    {"sorted", kInt},
    {"spatial_scale", kFloat},
    {"start", kInt},
    {"stash_type", kInt},
    {"stopwords", kStrings},
    {"storage_order", kInt},
    {"strides", kInts},
    {"then_branch", kGraph},
    {"threshold", kFloat},
    {"time_axis", kInt},
    {"to", kInt},
    {"training_mode", kInt},
    {"transA", kInt},
    {"transB", kInt},
    {"update_rule", kString},
    {"upper", kInt},
    {"value", kTensor},
    {"value_float", kFloat},
    {"value_floats", kFloats},
    {"value_int", kInt},
    {"value_ints", kInts},
    {"value_string", kString},
    {"value_strings", kStrings},
    {"weights", kFloats},
});

Error wrong_kind(const std::string& name, AttributeKind held, AttributeKind wanted) {
  return invalid_input("attribute '" + name + "' holds " + std::string(name_of(held)) + ", not " +
                       std::string(name_of(wanted)));
}

}  // namespace

std::string_view name_of(AttributeKind kind) {
  switch (kind) {
    case kInt:
      return "an integer";
    case kFloat:
      return "a number";
    case kString:
      return "a string";
    case kInts:
      return "integers";
    case kFloats:
      return "numbers";
    case kStrings:
      return "strings";
    case kTensor:
      return "a tensor";
    case kGraph:
      return "a graph";
  }
  return "unknown";
}

std::optional<AttributeKind> attribute_kind(std::string_view name) {
  const auto found = std::lower_bound(
      kKinds.begin(), kKinds.end(), name,
      [](const NamedKind& entry, std::string_view wanted) { return entry.name < wanted; });
  if (found == kKinds.end() || found->name != name) return std::nullopt;
  return found->kind;
}

Status check_attribute_kinds(const Op& op) {
  for (const auto& [name, value] : op.attributes.values()) {
    const auto held = static_cast<AttributeKind>(value.index());
    const auto wanted = attribute_kind(name);
    if (wanted && *wanted != held) return wrong_kind(name, held, *wanted);
  }
  for (const auto& [name, value] : op.tensors) {
    const auto wanted = attribute_kind(name);
    if (wanted && *wanted != kTensor) return wrong_kind(name, kTensor, *wanted);
  }
  for (const auto& [name, value] : op.graphs) {
    const auto wanted = attribute_kind(name);
    if (wanted && *wanted != kGraph) return wrong_kind(name, kGraph, *wanted);
  }
  return {};
}

}  // namespace nightjar::network
