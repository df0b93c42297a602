package dev.strowger.sealing;

import dev.strowger.process.Settings;

/** A kind of {@link Kms}, found by {@link java.util.ServiceLoader}. */
public interface KmsProvider {
  /** As in {@code STROWGER_KMS}. */
  String name();

  /** Reads what it needs at once; problems are left in {@code settings}. */
  KmsSource configure(Settings settings);
}
