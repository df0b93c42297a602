package dev.strowger.topics;

import org.apache.kafka.common.errors.SerializationException;

/** The schema registry refused a request or could not be reached. */
public final class RegistryException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
