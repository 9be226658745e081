# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# Models and ONNX backend cases for the tests: archives that lie beside the checkout and are never
# committed, unpacked into the build folder. Without them the tests that need them skip.
include_guard(GLOBAL)

function(nightjar_add_archive name variable default)
  set(archive "${default}")
  if(DEFINED ENV{${variable}})
    set(archive "$ENV{${variable}}")
  endif()
  set(${variable} "${archive}" CACHE FILEPATH "Archive of ${name} for the tests")
  cmake_path(ABSOLUTE_PATH ${variable} BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" NORMALIZE
    OUTPUT_VARIABLE path)
  set(folder "${PROJECT_BINARY_DIR}/test_data/${name}")
  set(command "${CMAKE_COMMAND}" "-DARCHIVE=${path}" "-DFOLDER=${folder}"
    "-DVARIABLE=${variable}" -P "${PROJECT_SOURCE_DIR}/cmake/unpack.cmake")
  # At build time, so that programs can list one test a case; as a fixture, so that it is said.
  add_custom_target(unpack_${name} ALL COMMAND ${command} COMMENT "Unpacking ${name}" VERBATIM)
  add_test(NAME test_data.${name} COMMAND ${command})
  set_tests_properties(test_data.${name} PROPERTIES LABELS data FIXTURES_SETUP test_data
    SKIP_REGULAR_EXPRESSION "is absent")
endfunction()

set(NIGHTJAR_MODELS_FOLDER "${PROJECT_BINARY_DIR}/test_data/models")
set(NIGHTJAR_ONNX_FOLDER "${PROJECT_BINARY_DIR}/test_data/onnx")
if(NOT NIGHTJAR_FUZZ)
  nightjar_add_archive(models NIGHTJAR_MODELS_ARCHIVE ../shared/models/models.tar.xz)
  nightjar_add_archive(onnx NIGHTJAR_ONNX_ARCHIVE ../shared/onnx/cases.tar.xz)
endif()
