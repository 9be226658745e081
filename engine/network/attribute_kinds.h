// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which kind of value an attribute holds: one table for all operators.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::network {

/// What an attribute may hold, in the order of tensor::AttributeValue, then the two that an op
/// keeps elsewhere.
enum class AttributeKind { kInt, kFloat, kString, kInts, kFloats, kStrings, kTensor, kGraph };

std::string_view name_of(AttributeKind kind);

/// The kind that `name` has in the newest meaning of every operator; nothing for a name that no
/// rule and no lowering reads.
std::optional<AttributeKind> attribute_kind(std::string_view name);

/// Refuses an attribute of another kind than its name says.
Status check_attribute_kinds(const Op& op);

}  // namespace nightjar::network
