// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include "scenarios/bounds.h"

namespace nightjar::scenarios {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kMaxHeaderBytes = 64 * 1024;
constexpr int64_t kMaxFileBytes = int64_t{1} << 32;

struct TypeCode {
  const char* code;
  const char* type;
  size_t bytes;
};

constexpr TypeCode kTypeCodes[] = {
    {"|u1", "uint8", 1}, {"<i2", "int16", 2}, {"<u2", "uint16", 2},
    {"<i4", "int32", 4}, {"<i8", "int64", 8}, {"<f4", "float32", 4},
};

/// What stands in a header: a Python dictionary of three keys.
struct Header {
  std::string code;
  bool fortran_order = false;
  std::vector<int64_t> dims;
};

/// Walks the dictionary's text. Every function skips blanks first and returns whether it matched.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : text_(text) {}

  bool take(std::string_view word) {
    skip_blanks();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  std::optional<std::string> quoted() {
    if (!take("'")) return std::nullopt;
    const size_t end = text_.find('\'');
    if (end == std::string_view::npos) return std::nullopt;
    std::string word(text_.substr(0, end));
    text_.remove_prefix(end + 1);
    return word;
  }

  std::optional<int64_t> number() {
    skip_blanks();
    int64_t value = 0;
    const auto [rest, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (problem != std::errc()) return std::nullopt;
    text_.remove_prefix(static_cast<size_t>(rest - text_.data()));
    return value;
  }

  bool at_end() {
    skip_blanks();
    return text_.empty();
  }

 private:
  void skip_blanks() {
    const size_t first = text_.find_first_not_of(" \n");
    text_.remove_prefix(first == std::string_view::npos ? text_.size() : first);
  }

  std::string_view text_;
};

bool read_dims(HeaderReader& reader, std::vector<int64_t>& dims) {
  if (!reader.take("(")) return false;
  while (!reader.take(")")) {
    const std::optional<int64_t> extent = reader.number();
    if (!extent || dims.size() >= static_cast<size_t>(kMaxRank)) return false;
    dims.push_back(*extent);
    if (!reader.take(",")) return reader.take(")");
  }
  return true;
}

bool read_value(HeaderReader& reader, const std::string& key, Header& header) {
  if (key == "descr") {
    const std::optional<std::string> code = reader.quoted();
    if (code) header.code = *code;
    return code.has_value();
  }
  if (key == "fortran_order") {
    header.fortran_order = reader.take("True");
    return header.fortran_order || reader.take("False");
  }
  return key == "shape" && read_dims(reader, header.dims);
}

std::optional<Header> read_header(std::string_view text) {
  HeaderReader reader(text);
  Header header;
  if (!reader.take("{")) return std::nullopt;
  int keys = 0;
  while (!reader.take("}")) {
    const std::optional<std::string> key = reader.quoted();
    if (!key || !reader.take(":") || !read_value(reader, *key, header)) return std::nullopt;
    ++keys;
    if (!reader.take(",")) {
      if (!reader.take("}")) return std::nullopt;
      break;
    }
  }
  if (keys != 3 || !reader.at_end()) return std::nullopt;
  return header;
}

uint64_t little_endian(std::span<const std::byte> bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<uint64_t>(bytes[i]);
  return value;
}

/// The header's text and the data behind it.
struct Parts {
  std::string_view header;
  std::span<const std::byte> data;
};

Result<Parts> split(std::span<const std::byte> file) {
  const size_t fixed = kMagic.size() + 2;
  if (file.size() < fixed || std::memcmp(file.data(), kMagic.data(), kMagic.size()) != 0) {
    return invalid_input("is no .npy file");
  }
  const int version = std::to_integer<int>(file[kMagic.size()]);
  if (version != 1 && version != 2) {
    return unsupported(fmt::format("is .npy version {}, known are 1 and 2", version));
  }
  const size_t length_bytes = version == 1 ? 2 : 4;
  if (file.size() < fixed + length_bytes) return invalid_input("is truncated in its header");
  const size_t length = little_endian(file.subspan(fixed, length_bytes));
  const auto rest = file.subspan(fixed + length_bytes);
  if (length > kMaxHeaderBytes || length > rest.size()) {
    return invalid_input("is truncated in its header");
  }
  return Parts{{reinterpret_cast<const char*>(rest.data()), length}, rest.subspan(length)};
}

Result<NpyArray> assemble(const Header& header, std::span<const std::byte> data) {
  const auto known = std::find_if(std::begin(kTypeCodes), std::end(kTypeCodes),
                                  [&](const TypeCode& type) { return header.code == type.code; });
  if (known == std::end(kTypeCodes)) {
    return unsupported(fmt::format(
        "holds '{}', known are uint8, int16, uint16, int32, int64 and float32", header.code));
  }
  if (header.fortran_order) return unsupported("is in Fortran order; save it in C order");
  auto wanted = static_cast<int64_t>(known->bytes);
  for (const int64_t extent : header.dims) {
    if (extent < 0) return invalid_input(fmt::format("has an extent of {}", extent));
    if (__builtin_mul_overflow(wanted, extent, &wanted)) {
      return invalid_input("has extents whose product overflows");
    }
  }
  if (wanted != static_cast<int64_t>(data.size())) {
    return invalid_input(
        fmt::format("holds {} bytes of data, its shape asks for {}", data.size(), wanted));
  }
  return NpyArray{known->type, header.dims, {data.begin(), data.end()}};
}

Result<NpyArray> parse(std::span<const std::byte> file) {
  NIGHTJAR_ASSIGN(const Parts parts, split(file));
  const std::optional<Header> header = read_header(parts.header);
  if (!header) return invalid_input("has a malformed header");
  return assemble(*header, parts.data);
}

}  // namespace

int64_t NpyArray::elements() const {
  int64_t product = 1;
  for (const int64_t extent : dims) product *= extent;
  return product;
}

size_t npy_element_bytes(const std::string& type) {
  for (const TypeCode& known : kTypeCodes) {
    if (type == known.type) return known.bytes;
  }
  return 0;
}

Result<NpyArray> parse_npy(std::span<const std::byte> file, const std::string& name) {
  Result<NpyArray> array = parse(file);
  if (array.ok()) return array;
  return Error{array.error().kind, name + " " + array.error().message};
}

Result<NpyArray> read_npy(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return not_found(fmt::format("{} cannot be opened; is the path right?", path));
  const int64_t size = file.tellg();
  if (size < 0 || size > kMaxFileBytes) {
    return invalid_input(fmt::format("{} is no file of at most {} bytes", path, kMaxFileBytes));
  }
  std::vector<std::byte> bytes(static_cast<size_t>(size));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), size);
  if (!file) return io_error(fmt::format("{} cannot be read", path));
  return parse_npy(bytes, path);
}

}  // namespace nightjar::scenarios
