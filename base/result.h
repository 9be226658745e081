// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Expected trouble as a returned value: an error kind and one clear sentence.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace nightjar {

/// What sort of trouble it is, so that callers can react without reading the sentence.
enum class ErrorKind {
  kInvalidInput,  ///< A file, message or argument is malformed.
  kUnsupported,   ///< Well-formed, but outside of what is implemented here.
  kNotFound,      ///< A file, name or row does not exist.
  kIo,            ///< The operating system, a disk or a socket refused.
  kConflict,      ///< Somebody else holds it: a lock, a lease, an older token.
  kTimeout,       ///< A deadline passed.
  kCancelled,     ///< A person or the coordinator asked to stop.
  kNotYetKnown,   ///< Only running the model can tell.
  kInternal,      ///< A promise of our own was broken.
};

const char* to_string(ErrorKind kind);

/// One sentence that names the file or thing, the place and the remedy.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;

  /// Puts `where` and ": " in front of the sentence.
  Error in(const std::string& where) const { return {kind, where + ": " + message}; }
};

/// A value of type T or an Error. Accessing the wrong side is a broken promise and aborts.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : failed_(true), error_(std::move(error)) {}

  bool ok() const { return !failed_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return error_; }

 private:
  bool failed_ = false;
  Error error_;
};

inline Error invalid_input(std::string message) {
  return {ErrorKind::kInvalidInput, std::move(message)};
}
inline Error unsupported(std::string message) {
  return {ErrorKind::kUnsupported, std::move(message)};
}
inline Error not_found(std::string message) { return {ErrorKind::kNotFound, std::move(message)}; }
inline Error io_error(std::string message) { return {ErrorKind::kIo, std::move(message)}; }
inline Error not_yet_known(std::string message) {
  return {ErrorKind::kNotYetKnown, std::move(message)};
}
inline Error internal_error(std::string message) {
  return {ErrorKind::kInternal, std::move(message)};
}

}  // namespace nightjar

#define NIGHTJAR_CONCAT_INNER(a, b) a##b
#define NIGHTJAR_CONCAT(a, b) NIGHTJAR_CONCAT_INNER(a, b)

/// Returns the error of a Status or Result expression from the calling function.
#define NIGHTJAR_TRY(expression)                               \
  do {                                                         \
    auto&& nightjar_status = (expression);                     \
    if (!nightjar_status.ok()) return nightjar_status.error(); \
  } while (false)

/// Declares `declaration` from a Result expression, or returns its error.
#define NIGHTJAR_ASSIGN(declaration, expression) \
  NIGHTJAR_ASSIGN_INNER(NIGHTJAR_CONCAT(nightjar_result_, __LINE__), declaration, expression)
#define NIGHTJAR_ASSIGN_INNER(temporary, declaration, expression) \
  auto temporary = (expression);                                  \
  if (!temporary.ok()) return temporary.error();                  \
  declaration = std::move(temporary).value()
