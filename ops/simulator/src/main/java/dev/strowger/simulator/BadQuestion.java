package dev.strowger.simulator;

/**
 * The call is not what the provider's format allows; the caller gets status 400 and the message.
 */
final class BadQuestion extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadQuestion(String message) {
    super(message, null, false, false);
  }
}
