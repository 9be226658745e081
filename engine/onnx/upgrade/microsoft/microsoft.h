// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the domain com.microsoft as ONNX's own: one file a family.
#pragma once

#include <map>
#include <string>

#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

/// Rewrites a node, or puts what it means into the network and sets its outputs.
using Translation = Status (*)(Node& node, Emitter& emit);
using TranslationTable = std::map<std::string, Translation>;

void add_activation_translations(TranslationTable& table);
void add_attention_translations(TranslationTable& table);
void add_matmul_bits_translation(TranslationTable& table);
void add_group_query_translations(TranslationTable& table);
void add_norm_translations(TranslationTable& table);
void add_product_translations(TranslationTable& table);
void add_quantized_translations(TranslationTable& table);
void add_rotary_translations(TranslationTable& table);

}  // namespace nightjar::onnx
