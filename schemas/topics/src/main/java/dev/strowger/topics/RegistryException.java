package dev.strowger.topics;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The schema registry refused a request or could not be reached. */
public final class RegistryException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  public RegistryException(String message) {
    super(message);
    this.passing = false;
  }

  public RegistryException(String message, Throwable cause) {
    this(message, cause, false);
  }

  RegistryException(String message, @Nullable Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the same question may be answered later: the registry is down, not unwilling. */
  public boolean passing() {
    return passing;
  }
}
