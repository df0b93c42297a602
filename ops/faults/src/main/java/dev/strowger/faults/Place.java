package dev.strowger.faults;

import java.util.Locale;

/** A provider of the gateway's catalogue during the run. */
enum Place {
  PRIMARY("openai"),
  FALLBACK("openai"),
  /** Speaks Anthropic's messages. */
  FALLBACK_CLAUDE("anthropic"),
  /** Has a name that no server has. */
  DEAD_DNS("openai"),
  /** Its address is https, and what listens there speaks no TLS. */
  BAD_TLS("openai"),
  /** Nothing listens there. */
  REFUSING("openai");

  private final String dialect;

  Place(String dialect) {
    this.dialect = dialect;
  }

  String provider() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String dialect() {
    return dialect;
  }

  /** The environment variable its key stands in. */
  String keyEnv() {
    return "FAULTS_" + name() + "_KEY";
  }
}
