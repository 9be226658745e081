// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Marks hot loops to be compiled once per instruction set; the best is picked at load.
#pragma once

// Sanitizers run before the resolvers that pick a clone, and clang names the sets differently.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define NIGHTJAR_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NIGHTJAR_CLONES
#endif

/// For what a clone calls: inlined, so that it is compiled for the clone's instruction set.
#define NIGHTJAR_INLINE __attribute__((always_inline)) inline

/// The same for a lambda, behind its parameter list.
#define NIGHTJAR_LAMBDA __attribute__((always_inline))
