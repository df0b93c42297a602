package dev.strowger.sealing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the tenants' keys, which never leave it. All methods may block and throw {@link
 * SealedException}; of any thread.
 */
public interface Kms extends AutoCloseable {
  /** The key in force for the scope, made if there is none. */
  KeyName current(KeyScope scope);

  byte[] wrap(KeyName key, byte[] dataKey);

  /**
   * @throws SealedException KEY_GONE if the key was destroyed; never makes a key
   */
  byte[] unwrap(KeyName key, byte[] wrapped);

  /** 32 bytes that only this key yields, the same each time. */
  byte[] derive(KeyName key, String purpose);

  /** For good. Does nothing if it is destroyed already. */
  void destroy(KeyName key);

  /**
   * @param tenantHash of one tenant; empty: all keys
   */
  List<KeyInfo> list(Optional<String> tenantHash);

  @Override
  default void close() {}

  /**
   * What is known of a key.
   *
   * @param destroyedAt empty while it is in force
   */
  record KeyInfo(KeyName name, Optional<Instant> destroyedAt) {}
}
