package dev.strowger.sealing;

/** Opens a {@link Kms} as it was configured. */
@FunctionalInterface
public interface KmsSource {
  Kms open();
}
