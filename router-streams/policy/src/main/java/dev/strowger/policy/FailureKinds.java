package dev.strowger.policy;

import java.util.List;

/** Where a policy names kinds of failure, as they stand in events. */
enum FailureKinds {
  RETRY_ON("retry", "on"),
  ADVANCE_ON("", "advance_on");

  private static final List<String> TRANSIENT =
      List.of("rate_limited", "overloaded", "unreachable", "provider_error");

  private static final List<String> OF_THE_TARGET =
      List.of(
          "rate_limited",
          "overloaded",
          "unreachable",
          "timeout",
          "unsupported",
          "authentication",
          "not_found",
          "provider_error",
          "context_length");

  /** In the order of the alphabet. */
  private static final List<String> ALL =
      List.of(
          "authentication",
          "bad_request",
          "content_filter",
          "context_length",
          "not_found",
          "overloaded",
          "provider_error",
          "rate_limited",
          "timeout",
          "unreachable",
          "unsupported");

  /** Empty: the key stands in the section itself. */
  final String section;

  final String key;

  FailureKinds(String section, String key) {
    this.section = section;
    this.key = key;
  }

  static boolean isKind(String text) {
    return ALL.contains(text);
  }

  List<String> otherwise() {
    return switch (this) {
      case RETRY_ON -> TRANSIENT;
      case ADVANCE_ON -> OF_THE_TARGET;
    };
  }

  /** Of the same target only what passes by itself is asked again, and never after a timeout. */
  List<String> possible() {
    return switch (this) {
      case RETRY_ON -> TRANSIENT.stream().sorted().toList();
      case ADVANCE_ON -> ALL;
    };
  }
}
