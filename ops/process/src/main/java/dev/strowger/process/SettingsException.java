package dev.strowger.process;

import java.util.List;

/** The settings cannot be used; the message lists every problem, one a line. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super("these settings cannot be used:\n  - " + String.join("\n  - ", problems));
  }
}
