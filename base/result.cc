// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

namespace nightjar {

const char* to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return "invalid input";
    case ErrorKind::kUnsupported:
      return "unsupported";
    case ErrorKind::kNotFound:
      return "not found";
    case ErrorKind::kIo:
      return "i/o error";
    case ErrorKind::kConflict:
      return "conflict";
    case ErrorKind::kTimeout:
      return "timeout";
    case ErrorKind::kCancelled:
      return "cancelled";
    case ErrorKind::kNotYetKnown:
      return "not known before running";
    case ErrorKind::kInternal:
      return "internal error";
  }
  return "unknown";
}

}  // namespace nightjar
