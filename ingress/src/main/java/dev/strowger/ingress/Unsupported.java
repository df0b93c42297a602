package dev.strowger.ingress;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a parameter that a target cannot do. */
public enum Unsupported {
  /** The target is passed over; if none can, the request is refused. */
  STRICT,
  /** It is left out, and named in the response's {@code x-strowger-dropped} header. */
  LENIENT;

  /** Chooses for one request. */
  static final String HEADER = "x-strowger-unsupported";

  static Optional<Unsupported> of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "strict" -> Optional.of(STRICT);
      case "lenient" -> Optional.of(LENIENT);
      default -> Optional.empty();
    };
  }
}
