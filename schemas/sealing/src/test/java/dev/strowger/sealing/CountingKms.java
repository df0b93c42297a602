package dev.strowger.sealing;

import dev.strowger.sealing.SealedException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A KMS that is counted, and may be away. */
final class CountingKms implements Kms {
  private final Kms kms;
  private final AtomicInteger wraps = new AtomicInteger();
  private final AtomicInteger unwraps = new AtomicInteger();
  private boolean away;

  CountingKms(Kms kms) {
    this.kms = kms;
  }

  int wraps() {
    return wraps.get();
  }

  int unwraps() {
    return unwraps.get();
  }

  void away(boolean is) {
    away = is;
  }

  private Kms kms() {
    if (away) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "away");
    }
    return kms;
  }

  @Override
  public KeyName current(KeyScope scope) {
    return kms().current(scope);
  }

  @Override
  public byte[] wrap(KeyName key, byte[] dataKey) {
    wraps.incrementAndGet();
    return kms().wrap(key, dataKey);
  }

  @Override
  public byte[] unwrap(KeyName key, byte[] wrapped) {
    unwraps.incrementAndGet();
    return kms().unwrap(key, wrapped);
  }

  @Override
  public byte[] derive(KeyName key, String purpose) {
    return kms().derive(key, purpose);
  }

  @Override
  public void destroy(KeyName key) {
    kms().destroy(key);
  }

  @Override
  public List<KeyInfo> list(Optional<String> tenantHash) {
    return kms().list(tenantHash);
  }
}
