# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# How our own code is compiled. Generated and third-party code takes none of the warnings.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
set(CMAKE_CUDA_FLAGS_RELWITHDEBINFO "-O2 -g1 -lineinfo")
set(CMAKE_CUDA_FLAGS_RELEASE "-O3 -DNDEBUG -lineinfo")

find_program(NIGHTJAR_CCACHE ccache)
if(NIGHTJAR_CCACHE)
  # ccache asks for these where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros "${NIGHTJAR_CCACHE}")
  set(CMAKE_CUDA_COMPILER_LAUNCHER "${NIGHTJAR_CCACHE}")
endif()

find_package(Threads REQUIRED)

if(NIGHTJAR_SANITIZE)
  # Instrumented templates take minutes to optimise further, and find nothing more for it.
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
  add_compile_options(-fsanitize=${NIGHTJAR_SANITIZE} -fno-omit-frame-pointer)
  add_compile_options(-fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${NIGHTJAR_SANITIZE})
endif()

if(NIGHTJAR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# gcc 12 raises these on sound uses of std::variant and std::string; the real ones are for the
# sanitizers.
set(NIGHTJAR_GCC_NOISE -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
    -Wno-stringop-overflow -Wno-stringop-overread -Wno-free-nonheap-object)

add_library(nightjar_warnings INTERFACE)
target_compile_options(nightjar_warnings INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Werror>"
  "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:${NIGHTJAR_GCC_NOISE}>"
  "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra>")

# Our code: includes are written from the root of the repository, and so are paths in messages.
function(nightjar_own_code target)
  target_link_libraries(${target} PRIVATE nightjar_warnings)
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=>")
endfunction()
