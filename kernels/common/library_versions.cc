// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/library_versions.h"

#include <fmt/format.h>
#include <oneapi/dnnl/dnnl.h>

namespace nightjar::kernels {

std::map<std::string, std::string> library_versions() {
  const dnnl_version_t* onednn = dnnl_version();
  return {{"onednn", fmt::format("{}.{}.{}", onednn->major, onednn->minor, onednn->patch)}};
}

}  // namespace nightjar::kernels
