// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"

namespace nightjar {

void ByteWriter::put_string(const std::string& text) {
  put(static_cast<uint32_t>(text.size()));
  put_bytes(std::as_bytes(std::span(text.data(), text.size())));
}

void ByteWriter::pad_to(size_t alignment) {
  const size_t past = bytes_.size() % alignment;
  if (past != 0) bytes_.resize(bytes_.size() + alignment - past);
}

Error ByteReader::truncated(size_t wanted) const {
  return invalid_input("truncated at byte " + std::to_string(position_) + ": " +
                       std::to_string(wanted) + " bytes wanted, " + std::to_string(remaining()) +
                       " left");
}

Result<std::span<const std::byte>> ByteReader::get_bytes(size_t count) {
  if (remaining() < count) return truncated(count);
  const auto view = bytes_.subspan(position_, count);
  position_ += count;
  return view;
}

Result<std::string> ByteReader::get_string() {
  NIGHTJAR_ASSIGN(const uint32_t length, get<uint32_t>());
  NIGHTJAR_ASSIGN(const auto characters, get_bytes(length));
  return std::string(reinterpret_cast<const char*>(characters.data()), characters.size());
}

Result<uint32_t> ByteReader::get_count(size_t min_bytes_each) {
  NIGHTJAR_ASSIGN(const uint32_t count, get<uint32_t>());
  if (count > remaining() / (min_bytes_each == 0 ? 1 : min_bytes_each)) {
    return truncated(count * min_bytes_each);
  }
  return count;
}

Status ByteReader::skip_to(size_t alignment) {
  const size_t past = position_ % alignment;
  if (past == 0) return {};
  NIGHTJAR_TRY(get_bytes(alignment - past));
  return {};
}

}  // namespace nightjar
