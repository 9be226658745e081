// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// cuDNN's graph interface, opened at run time where it is installed.
#pragma once

#if __has_include(<cudnn_graph.h>)
#include <cudnn_graph.h>
#include <cudnn_version.h>
#endif

// Headers of which it is known that they describe attention; what runs may be older.
#if defined(CUDNN_VERSION) && CUDNN_VERSION >= 91900
#define NIGHTJAR_HAS_CUDNN

#include <string>

#include "base/result.h"

namespace nightjar::kernels::cudnn {

struct Functions {
  decltype(cudnnGetVersion)* version = nullptr;
  decltype(cudnnCreate)* create = nullptr;
  decltype(cudnnSetStream)* set_stream = nullptr;
  decltype(cudnnBackendCreateDescriptor)* create_descriptor = nullptr;
  decltype(cudnnBackendDestroyDescriptor)* destroy_descriptor = nullptr;
  decltype(cudnnBackendSetAttribute)* set_attribute = nullptr;
  decltype(cudnnBackendGetAttribute)* get_attribute = nullptr;
  decltype(cudnnBackendFinalize)* finalize = nullptr;
  decltype(cudnnBackendExecute)* execute = nullptr;
};

/// Opened at first use; the error says what is missing.
const Result<Functions>& library();

/// "9.14.0"; empty without the library.
std::string version();

/// kUnsupported with the library's code: it refuses much that it could be asked.
Status checked(cudnnStatus_t code, const char* what);

/// The calling thread's handle for the current device, kept until the program ends: handles may
/// not be shared by threads, and are dear to make.
Result<cudnnHandle_t> handle_of_thread();

/// How a configuration of a cuDNN tactic is called: the library's choice number `rank`, which
/// means something to one version alone.
std::string config_of(int rank);
/// The rank; an error when the text is no configuration or another version's.
Result<int> rank_of(const std::string& config);

}  // namespace nightjar::kernels::cudnn

#endif
