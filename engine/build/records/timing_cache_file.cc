// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Timing caches as files.
#include "base/text_file.h"
#include "engine/build/records/timing_cache.h"

namespace nightjar::build {

Result<TimingCache> load_timing_cache(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text.ok() && text.error().kind == ErrorKind::kNotFound) return TimingCache();
  if (!text.ok()) return text.error().in("timing cache");
  if (!text->empty() && !TimingCache::is_heading_of(*text)) {
    return Error{ErrorKind::kConflict,
                 "'" + path +
                     "' is no timing cache of this version and stays as it is; name another file, "
                     "or remove it"};
  }
  return TimingCache::from_text(*text);
}

Status save_timing_cache(const std::string& path, const TimingCache& cache) {
  NIGHTJAR_ASSIGN(TimingCache merged, load_timing_cache(path));
  merged.merge(cache);
  const Status written = write_text_file(path, merged.to_text());
  return written.ok() ? written : written.error().in("timing cache");
}

}  // namespace nightjar::build
