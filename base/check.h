// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Broken promises stop the program with file, line and sentence.
#pragma once

#include <cstdio>
#include <cstdlib>

/// Stops the program when `condition` is false. For our own promises only, never for input.
#define NIGHTJAR_CHECK(condition, sentence)                                                    \
  do {                                                                                         \
    if (!(condition)) {                                                                        \
      std::fprintf(stderr, "%s:%d: broken promise (%s): %s\n", __FILE__, __LINE__, #condition, \
                   sentence);                                                                  \
      std::abort();                                                                            \
    }                                                                                          \
  } while (false)
