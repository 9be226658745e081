# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# The fuzz targets: tests/fuzz/<room>/<name>_fuzz.cc becomes the program <room>_<name>_fuzz, linked
# with that room alone, so that one is built without the rest of the house.
include_guard(GLOBAL)

function(nightjar_add_fuzz_targets)
  add_custom_target(fuzz_targets)
  get_property(rooms GLOBAL PROPERTY NIGHTJAR_ROOMS)
  foreach(room IN LISTS rooms)
    file(GLOB fuzzers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/fuzz/${room}/*_fuzz.cc")
    string(REPLACE "/" "_" prefix "${room}")
    nightjar_target_of(${room} target)
    foreach(fuzzer IN LISTS fuzzers)
      cmake_path(GET fuzzer STEM name)
      set(program "${prefix}_${name}")
      add_executable(${program} ${fuzzer})
      add_dependencies(fuzz_targets ${program})
      nightjar_own_code(${program})
      target_compile_options(${program} PRIVATE -fsanitize=fuzzer)
      target_link_options(${program} PRIVATE -fsanitize=fuzzer)
      target_link_libraries(${program} PRIVATE ${target})
    endforeach()
  endforeach()
endfunction()

nightjar_add_fuzz_targets()
