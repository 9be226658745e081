// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/card_name.h"

#include <string_view>

namespace nightjar::device {
namespace {

constexpr std::string_view kSliceMark = " MIG ";

}  // namespace

std::string mig_profile_of(const std::string& device_name) {
  const size_t mark = device_name.find(kSliceMark);
  return mark == std::string::npos ? "" : device_name.substr(mark + kSliceMark.size());
}

std::string whole_card_name(const std::string& device_name) {
  return device_name.substr(0, device_name.find(kSliceMark));
}

}  // namespace nightjar::device
