package dev.strowger.ingress;

/**
 * Bytes that are held for one request, counted against what all requests together may hold, and
 * given back once. Of any thread.
 */
final class Hold implements AutoCloseable {
  private final Admission admission;
  private long bytes;
  private boolean closed;

  /**
   * @param bytes already taken
   */
  Hold(Admission admission, long bytes) {
    this.admission = admission;
    this.bytes = bytes;
  }

  /** Takes room for more; false if there is none. */
  synchronized boolean take(long more) {
    if (closed || !admission.hold(more)) {
      return false;
    }
    bytes += more;
    return true;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      admission.release(bytes);
    }
  }
}
