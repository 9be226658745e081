// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/load_timeline.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "cli/models/made_up_inputs.h"
#include "engine/plan/plan.h"

namespace nightjar::cli {
namespace {

/// Whatever fails here fails again, and is told, when the file is loaded.
void forget_cached(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  fdatasync(file);  // what is not on the disk yet cannot be forgotten
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  close(file);
}

Result<LoadSpan> load_once(const std::string& path, device::Device& device,
                           const std::function<double()>& now_ns) {
  LoadSpan span;
  span.path = path;
  span.start_ns = now_ns();
  NIGHTJAR_ASSIGN(auto plan, plan::load_plan_file(path));
  span.read_ns = now_ns();
  NIGHTJAR_ASSIGN(const auto engine, runtime::Engine::load(std::move(plan), device));
  span.engine_ns = now_ns();
  NIGHTJAR_ASSIGN(const auto context, runtime::Context::create(engine));
  NIGHTJAR_ASSIGN(const auto inputs, made_up_inputs(*engine, {}, 1));
  runtime::DimsByName dims;
  for (const auto& [name, values] : inputs) dims[name] = values.dims();
  NIGHTJAR_TRY(context->set_input_dims(dims));
  span.context_ns = now_ns();
  NIGHTJAR_TRY(context->run(inputs));
  span.end_ns = now_ns();
  return span;
}

}  // namespace

Result<std::vector<LoadSpan>> load_in_parallel(const LoadRequest& request, device::Device& device,
                                               const Clock& clock) {
  const std::vector<std::string>& paths = request.paths;
  const int64_t began_ns = clock.steady_ns();
  const auto now_ns = [&] { return static_cast<double>(clock.steady_ns() - began_ns); };
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::vector<LoadSpan> spans;  // guarded by mutex
  Status failed;                // guarded by mutex
  const auto work = [&](size_t thread) {
    for (size_t i = next++; i < paths.size() * request.repeats; i = next++) {
      const std::string& path = paths[i % paths.size()];
      if (request.is_cold) forget_cached(path);
      auto span = load_once(path, device, now_ns);
      const std::lock_guard lock(mutex);
      if (!span.ok()) {
        failed = span.error();
        return;
      }
      span->thread = thread;
      spans.push_back(std::move(*span));
    }
  };
  std::vector<std::thread> workers;
  for (size_t thread = 0; thread < request.threads; ++thread) workers.emplace_back(work, thread);
  for (std::thread& worker : workers) worker.join();
  if (!failed.ok()) return failed.error();
  std::sort(spans.begin(), spans.end(), [](const LoadSpan& one, const LoadSpan& other) {
    return one.start_ns < other.start_ns;
  });
  return spans;
}

std::string draw_timeline(const std::vector<LoadSpan>& spans, size_t width) {
  double total_ns = 1;
  for (const LoadSpan& span : spans) total_ns = std::max(total_ns, span.end_ns);
  const auto column = [&](double ns) {
    return std::min(width, static_cast<size_t>(ns / total_ns * static_cast<double>(width)));
  };
  std::string text;
  for (const LoadSpan& span : spans) {
    std::string bar(width, ' ');
    const auto fill = [&](double from_ns, double to_ns, char letter) {
      for (size_t i = column(from_ns); i < column(to_ns); ++i) bar[i] = letter;
    };
    fill(span.start_ns, span.read_ns, 'r');
    fill(span.read_ns, span.engine_ns, 'e');
    fill(span.engine_ns, span.context_ns, 'c');
    fill(span.context_ns, span.end_ns, 'i');
    text += fmt::format("{:>3} |{}| {:8.2f} ms  {}\n", span.thread, bar,
                        (span.end_ns - span.start_ns) / 1e6,
                        std::filesystem::path(span.path).filename().string());
  }
  return text;
}

}  // namespace nightjar::cli
