package dev.strowger.cli;

/** The command could not do what it was asked; the message is for the person at the terminal. */
final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallFailedException(String message) {
    super(message);
  }
}
