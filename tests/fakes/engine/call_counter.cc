// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/engine/call_counter.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace nightjar::fakes {
namespace {

std::atomic<bool> is_counting{false};
std::atomic<size_t> own_allocations{0}, other_allocations{0}, own_locks{0}, other_locks{0};

/// Where this program's own code lies; the linker gives the bounds of its image.
extern "C" const char __executable_start;
extern "C" const char etext;

bool is_own(const void* caller) {
  const auto address = reinterpret_cast<uintptr_t>(caller);
  return address >= reinterpret_cast<uintptr_t>(&__executable_start) &&
         address < reinterpret_cast<uintptr_t>(&etext);
}

/// Without callers under sanitizers, which count allocations themselves.
[[maybe_unused]] void count(std::atomic<size_t>& own, std::atomic<size_t>& other,
                            const void* caller) {
  if (is_counting.load(std::memory_order_relaxed)) ++(is_own(caller) ? own : other);
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
bool CallCounter::is_possible() { return false; }
#else
bool CallCounter::is_possible() { return true; }
#endif

CallCounter::CallCounter() {
  own_allocations = other_allocations = own_locks = other_locks = 0;
  is_counting = true;
}

CallCounts CallCounter::finish() {
  is_counting = false;
  return {own_allocations, other_allocations, own_locks, other_locks};
}

}  // namespace nightjar::fakes

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

void count_allocation(const void* caller) {
  nightjar::fakes::count(nightjar::fakes::own_allocations, nightjar::fakes::other_allocations,
                         caller);
}

}  // namespace

extern "C" {

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

void* malloc(size_t size) {
  count_allocation(__builtin_return_address(0));
  return __libc_malloc(size);
}

void* calloc(size_t number, size_t size) {
  count_allocation(__builtin_return_address(0));
  return __libc_calloc(number, size);
}

void* realloc(void* memory, size_t size) {
  count_allocation(__builtin_return_address(0));
  return __libc_realloc(memory, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  count_allocation(__builtin_return_address(0));
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, size_t alignment, size_t size) {
  count_allocation(__builtin_return_address(0));
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? 12 : 0;
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  using Lock = int (*)(pthread_mutex_t*);
  static const Lock kNext = reinterpret_cast<Lock>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
  nightjar::fakes::count(nightjar::fakes::own_locks, nightjar::fakes::other_locks,
                         __builtin_return_address(0));
  return kNext(mutex);
}

}  // extern "C"

void* operator new(size_t size) {
  count_allocation(__builtin_return_address(0));
  if (void* const memory = __libc_malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void* operator new[](size_t size) {
  count_allocation(__builtin_return_address(0));
  if (void* const memory = __libc_malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

#endif
