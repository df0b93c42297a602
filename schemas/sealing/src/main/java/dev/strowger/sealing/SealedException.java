package dev.strowger.sealing;

import org.jspecify.annotations.Nullable;

/** A body cannot be sealed or opened. Its message holds neither keys nor bodies. */
public final class SealedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** The key was destroyed: nobody will ever open it. */
    KEY_GONE,
    /** The bytes are not what was sealed, or not for this tenant. */
    DAMAGED,
    /** The key cannot be asked for now; later it may be. */
    KMS_UNREACHABLE
  }

  private final Reason reason;

  public SealedException(Reason reason, String message) {
    this(reason, message, null);
  }

  public SealedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether it may go well later. */
  public boolean passing() {
    return reason == Reason.KMS_UNREACHABLE;
  }
}
