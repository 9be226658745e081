// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/scratch_folder.h"

#include <stdlib.h>

#include <filesystem>

namespace nightjar::cli {

Result<ScratchFolder> ScratchFolder::make(const std::string& purpose) {
  std::string path =
      (std::filesystem::temp_directory_path() / ("nightjar-" + purpose + "-XXXXXX")).string();
  if (mkdtemp(path.data()) == nullptr) return io_error(path + ": the folder cannot be made");
  return ScratchFolder(path);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace nightjar::cli
