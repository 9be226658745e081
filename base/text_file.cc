// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace nightjar {
namespace {

constexpr size_t kChunkBytes = 1 << 16;
constexpr int kMostAttempts = 100;  // at names for a file that is being written

/// An open file, closed at the end.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }
  /// False when what was written did not arrive.
  bool close() { return ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

Error cannot_read(const std::string& path, int code) {
  const std::string reason = "'" + path + "' cannot be read: " + std::strerror(code);
  if (code == ENOENT) return not_found(reason + "; check the name");
  if (code == EISDIR) return io_error(reason + "; name a file in it");
  return io_error(reason + "; check its name and its permissions");
}

Error cannot_write(const std::string& path, int code) {
  return io_error("'" + path + "' cannot be written: " + std::strerror(code) +
                  "; check the folder and the free space");
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

Status write_in_place(const std::string& path, std::string_view text) {
  File file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open() || !write_all(file.get(), text) || !file.close()) {
    return cannot_write(path, errno);
  }
  return {};
}

/// A file of a name beside `target` that nobody has; -1 with errno where there can be none.
int make_partial(const std::string& target, std::string& name) {
  int descriptor = -1;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    name = target + ".partial." + std::to_string(::getpid()) + '.' + std::to_string(attempt);
    descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) break;
  }
  return descriptor;
}

/// `target` is no link; `mode` is that of the file it replaces.
Status replace(const std::string& target, std::string_view text, std::optional<mode_t> mode) {
  std::string partial;
  File file(make_partial(target, partial));
  if (!file.is_open()) return cannot_write(target, errno);
  const bool is_written = write_all(file.get(), text) &&
                          (!mode || ::fchmod(file.get(), *mode) == 0) && file.close() &&
                          std::rename(partial.c_str(), target.c_str()) == 0;
  if (is_written) return {};
  const int code = errno;
  ::unlink(partial.c_str());
  return cannot_write(target, code);
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, uint64_t most_bytes) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return cannot_read(path, errno);
  std::string text;
  std::array<char, kChunkBytes> chunk;
  for (;;) {
    const ssize_t count = ::read(file.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(path, errno);
    if (count == 0) return text;
    text.append(chunk.data(), static_cast<size_t>(count));
    if (text.size() > most_bytes) {
      return invalid_input("'" + path + "' holds more than " + std::to_string(most_bytes) +
                           " bytes; name a smaller file");
    }
  }
}

Status write_text_file(const std::string& path, std::string_view text) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return replace(path, text, std::nullopt);
  if (S_ISDIR(facts.st_mode)) return cannot_write(path, EISDIR);
  if (!S_ISREG(facts.st_mode)) return write_in_place(path, text);
  const std::unique_ptr<char, decltype(&std::free)> target(::realpath(path.c_str(), nullptr),
                                                           &std::free);
  if (target == nullptr) return cannot_write(path, errno);
  return replace(target.get(), text, facts.st_mode & 07777);
}

}  // namespace nightjar
