// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A plan whose checksums are right and whose sections hold any bytes is either refused with a
// sentence, or can be written and read again. The input is a size for each section, then these.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/bytes.h"
#include "base/digest.h"
#include "engine/plan/format.h"
#include "engine/plan/plan.h"
#include "engine/plan/weights_checksum.h"

namespace {

using namespace nightjar;
using Sections = std::array<std::span<const std::byte>, plan::format::kSectionCount>;

Sections split(std::span<const std::byte> bytes) {
  Sections sections;
  const size_t table_bytes = 2 * sections.size();
  if (bytes.size() < table_bytes) return sections;
  const auto sizes = bytes.first(table_bytes);
  auto rest = bytes.subspan(table_bytes);
  for (size_t i = 0; i < sections.size(); ++i) {
    const auto wanted =
        std::to_integer<size_t>(sizes[2 * i]) + 256 * std::to_integer<size_t>(sizes[2 * i + 1]);
    sections[i] = rest.first(std::min(wanted, rest.size()));
    rest = rest.subspan(sections[i].size());
  }
  return sections;
}

std::vector<std::byte> file_of(const Sections& sections) {
  const size_t step = plan::format::kSectionAlignment;
  ByteWriter out;
  for (const char letter : plan::format::kMagic) out.put(letter);
  out.put(plan::format::kVersion);
  out.put(plan::format::kSectionCount);
  size_t offset = step;
  for (size_t i = 0; i < sections.size(); ++i) {
    const auto& section = sections[i];
    const bool is_weights = i == static_cast<size_t>(plan::format::Section::kWeights);
    out.put(static_cast<uint64_t>(offset));
    out.put(static_cast<uint64_t>(section.size()));
    // The header may say that some of the weights are spare: they are none here.
    out.put(is_weights ? plan::weights_checksum(section, {}) : checksum64(section));
    offset += (section.size() + step - 1) / step * step;
  }
  out.put(checksum64(out.bytes()));
  for (const auto& section : sections) {
    out.pad_to(step);
    out.put_bytes(section);
  }
  return out.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = file_of(split(std::as_bytes(std::span(data, size))));
  const auto read = plan::read_plan(bytes, nullptr);
  if (!read.ok()) {
    if (read.error().message.empty()) std::abort();
    return 0;
  }
  const auto written = plan::write_plan(*read);
  const auto again = plan::read_plan(written, nullptr);
  if (!again.ok() || plan::write_plan(*again) != written) std::abort();
  return 0;
}
