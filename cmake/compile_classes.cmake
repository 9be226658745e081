# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# How much a target is optimised in an everyday build, and what most files include, compiled once
# for each class instead of once a file. A release build optimises every class alike.
#
#   cold      rooms in whose loops no time is spent: compiled a fifth faster
#   hot       the others
#   kernels   loops that shall become vectors
#   test      tests, which have googletest in common as well
#   kernel_test  those that meet OpenMP in the headers of kernels
include_guard(GLOBAL)

set(everyday "$<COMPILE_LANGUAGE:CXX>,$<CONFIG:RelWithDebInfo>")
set(NIGHTJAR_OPTIONS_cold "$<$<AND:${everyday}>:-O1>")
set(NIGHTJAR_OPTIONS_hot "")
set(NIGHTJAR_OPTIONS_kernels
    "$<$<COMPILE_LANGUAGE:CXX>:-O3;-fno-math-errno;-fno-trapping-math>")
# Programs would get -fPIE, which what is precompiled for them cannot.
set(NIGHTJAR_OPTIONS_test "$<$<AND:${everyday}>:-O1>" "$<$<COMPILE_LANGUAGE:CXX>:-fPIC>")
set(NIGHTJAR_OPTIONS_kernel_test ${NIGHTJAR_OPTIONS_test})

set(NIGHTJAR_COMMON_HEADERS <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory>
    <optional> <span> <string> <string_view> <variant> <vector> <fmt/format.h>)

# The target whose precompiled headers all of a class use.
function(nightjar_common_headers class out)
  set(carrier nightjar_common_${class})
  set(${out} ${carrier} PARENT_SCOPE)
  if(TARGET ${carrier})
    return()
  endif()
  set(source "${PROJECT_BINARY_DIR}/common_headers/${class}.cc")
  file(CONFIGURE OUTPUT "${source}" CONTENT "\n" @ONLY)
  add_library(${carrier} OBJECT ${source})
  nightjar_own_code(${carrier})
  target_compile_options(${carrier} PRIVATE ${NIGHTJAR_OPTIONS_${class}})
  target_precompile_headers(${carrier} PRIVATE ${NIGHTJAR_COMMON_HEADERS})
  nightjar_external(fmt fmt)
  target_link_libraries(${carrier} PRIVATE ${fmt})
  if(class MATCHES "kernel")
    nightjar_external(openmp openmp)
    target_link_libraries(${carrier} PRIVATE ${openmp})
  endif()
  if(class MATCHES "test")
    target_link_libraries(${carrier} PRIVATE GTest::gmock)
    target_precompile_headers(${carrier} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
endfunction()

# Compiles `target` as `class` says. clang would want its precompiled headers to be told every
# definition of every target, and is for fuzzing alone.
function(nightjar_compile_as class target)
  target_compile_options(${target} PRIVATE ${NIGHTJAR_OPTIONS_${class}})
  if(class MATCHES "kernel")
    nightjar_external(openmp openmp)
    target_link_libraries(${target} PRIVATE ${openmp})
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    nightjar_common_headers(${class} carrier)
    target_precompile_headers(${target} REUSE_FROM ${carrier})
  endif()
endfunction()
