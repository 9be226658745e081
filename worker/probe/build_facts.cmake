# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# Writes worker/probe/build_facts.h into the build folder at every build: revision and dirty flag as
# they are then. Untouched while they stay the same, so that nothing is compiled for nothing.
#   configure: include(worker/probe/build_facts.cmake)
if(CMAKE_SCRIPT_MODE_FILE)
  set(revision "unknown")
  set(dirty 0)
  execute_process(COMMAND git -C "${SOURCE}" rev-parse HEAD
    OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(revision "${found}")
    execute_process(COMMAND git -C "${SOURCE}" status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(changes)
      set(dirty 1)
    endif()
  endif()
  file(CONFIGURE OUTPUT "${HEADER}" CONTENT [[
#define NIGHTJAR_GIT_REVISION "@revision@"
#define NIGHTJAR_GIT_DIRTY @dirty@
#define NIGHTJAR_BUILD_TYPE "@BUILD_TYPE@"
]] @ONLY)
  return()
endif()

set(nightjar_facts "${PROJECT_BINARY_DIR}/generated/worker/probe/build_facts.h")
add_custom_target(nightjar_build_facts
  COMMAND "${CMAKE_COMMAND}" "-DSOURCE=${PROJECT_SOURCE_DIR}" "-DHEADER=${nightjar_facts}"
          "-DBUILD_TYPE=${CMAKE_BUILD_TYPE}" -P "${CMAKE_CURRENT_LIST_FILE}"
  BYPRODUCTS "${nightjar_facts}"
  VERBATIM)
add_dependencies(nightjar_worker nightjar_build_facts)
target_include_directories(nightjar_worker PRIVATE "${PROJECT_BINARY_DIR}/generated")
