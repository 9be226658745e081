// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/gpu_list.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>

#include "engine/device/shared_library.h"

namespace nightjar::device {
namespace {

constexpr unsigned kUuidBytes = 96;

struct Card {
  unsigned ordinal = 0;
  std::string uuid;
  bool is_cut = false;
  std::vector<std::string> instances;
};

std::string uuid_of(const NvmlListing& nvml, NvmlListing::Handle handle) {
  char text[kUuidBytes] = {};
  return nvml.uuid(handle, text, sizeof text) == 0 ? text : "";
}

Card describe(const NvmlListing& nvml, unsigned ordinal, NvmlListing::Handle handle) {
  Card card{ordinal, uuid_of(nvml, handle), false, {}};
  unsigned current = 0, pending = 0, most = 0;
  card.is_cut = nvml.mig_mode(handle, &current, &pending) == 0 && current == 1;
  if (!card.is_cut || nvml.most_instances(handle, &most) != 0) return card;
  for (unsigned i = 0; i < most; ++i) {
    NvmlListing::Handle instance = nullptr;
    // Places are numbered, taken or not.
    if (nvml.instance_by_index(handle, i, &instance) != 0) continue;
    card.instances.push_back(uuid_of(nvml, instance));
  }
  return card;
}

Result<std::vector<Card>> read_cards(const NvmlListing& nvml) {
  if (const int code = nvml.init(); code != 0) {
    return io_error(fmt::format("NVML does not start (code {}); is the driver loaded?", code));
  }
  static int kSession = 0;
  const std::shared_ptr<void> session(&kSession, [&nvml](void*) { nvml.shutdown(); });
  unsigned count = 0;
  if (const int code = nvml.count(&count); code != 0) {
    return io_error(fmt::format("NVML does not count its cards (code {})", code));
  }
  std::vector<Card> cards;
  for (unsigned i = 0; i < count; ++i) {
    NvmlListing::Handle handle = nullptr;
    // A card of another user's is counted and cannot be opened.
    if (nvml.handle_by_index(i, &handle) != 0) continue;
    cards.push_back(describe(nvml, i, handle));
  }
  return cards;
}

std::vector<std::string> names_of(const std::vector<Card>& cards) {
  bool any_cut = false;
  for (const Card& card : cards) any_cut |= card.is_cut;
  std::vector<std::string> names;
  for (const Card& card : cards) {
    if (!any_cut) names.push_back(fmt::format("cuda:{}", card.ordinal));
    if (any_cut && !card.is_cut) names.push_back("cuda:" + card.uuid);
    for (const std::string& instance : card.instances) names.push_back("cuda:" + instance);
  }
  return names;
}

std::vector<std::string> names_of_visible(std::string_view visible) {
  std::vector<std::string> names;
  for (int ordinal = 0; !visible.empty(); ++ordinal) {
    const size_t comma = visible.find(',');
    const std::string_view entry = visible.substr(0, comma);
    if (entry.empty() || entry == "-1") break;
    names.push_back(entry.starts_with("MIG-") ? "cuda:" + std::string(entry)
                                              : fmt::format("cuda:{}", ordinal));
    if (comma == std::string_view::npos) break;
    visible.remove_prefix(comma + 1);
  }
  return names;
}

}  // namespace

Result<NvmlListing> open_nvml_listing() {
  NIGHTJAR_ASSIGN(const SharedLibrary library,
                  SharedLibrary::open({"libnvidia-ml.so.1", "libnvidia-ml.so"}));
  NvmlListing nvml;
  NIGHTJAR_TRY(library.find("nvmlInit_v2", nvml.init));
  NIGHTJAR_TRY(library.find("nvmlShutdown", nvml.shutdown));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetCount_v2", nvml.count));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetHandleByIndex_v2", nvml.handle_by_index));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetUUID", nvml.uuid));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetMigMode", nvml.mig_mode));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetMaxMigDeviceCount", nvml.most_instances));
  NIGHTJAR_TRY(library.find("nvmlDeviceGetMigDeviceHandleByIndex", nvml.instance_by_index));
  return nvml;
}

Result<std::vector<std::string>> list_gpus(const NvmlListing& nvml, const std::string& visible) {
  std::vector<std::string> names;
  if (visible.empty()) {
    NIGHTJAR_ASSIGN(const auto cards, read_cards(nvml));
    names = names_of(cards);
  } else {
    names = names_of_visible(visible);
  }
  if (names.empty()) return not_found("this host has no GPU that can be used");
  return names;
}

}  // namespace nightjar::device
