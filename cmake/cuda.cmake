# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# CUDA is compiled where nvcc is found and never needed. The driver library is opened at run time.
include_guard(GLOBAL)

set(NIGHTJAR_HAS_CUDA OFF)
if(NIGHTJAR_CUDA STREQUAL "OFF")
  return()
endif()

find_program(NIGHTJAR_NVCC nvcc HINTS "$ENV{CUDA_HOME}/bin" /usr/local/cuda/bin)
if(NOT NIGHTJAR_NVCC)
  if(NIGHTJAR_CUDA STREQUAL "ON")
    message(FATAL_ERROR "NIGHTJAR_CUDA is ON and nvcc was not found in PATH, $CUDA_HOME/bin or "
      "/usr/local/cuda/bin: install the CUDA toolkit, or configure with -D NIGHTJAR_CUDA=OFF.")
  endif()
  message(STATUS "CUDA: no nvcc, kernels for GPUs are left out")
  return()
endif()

set(CMAKE_CUDA_COMPILER "${NIGHTJAR_NVCC}")
set(CMAKE_CUDA_ARCHITECTURES "${NIGHTJAR_CUDA_ARCHITECTURES}")
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)

# CMake 3.25 does not know that nvcc 12 and later speak C++20.
if(NOT DEFINED CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
  set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
  set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
endif()
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_FLAGS "${CMAKE_CUDA_FLAGS} --expt-relaxed-constexpr")
if("90a" IN_LIST CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_FLAGS "${CMAKE_CUDA_FLAGS} -DNIGHTJAR_HAS_SM90A=1")
endif()
set(NIGHTJAR_HAS_CUDA ON)
message(STATUS "CUDA: ${CMAKE_CUDA_COMPILER_VERSION} for ${CMAKE_CUDA_ARCHITECTURES}")
