package dev.strowger.simulator.answer;

/**
 * The call is not what the provider's format allows; the caller gets the status and the message.
 */
public final class BadQuestion extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;

  private final int status;

  public BadQuestion(String message) {
    this(BAD_REQUEST, message);
  }

  /** For an API that says no with another status. */
  public BadQuestion(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
