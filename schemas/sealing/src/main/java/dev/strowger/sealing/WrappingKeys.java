package dev.strowger.sealing;

import dev.strowger.sealing.SealedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The keys in the KMS, by which data keys are wrapped; none where nothing is sealed. */
record WrappingKeys(Optional<Kms> kms) {
  /**
   * @throws SealedException KMS_UNREACHABLE if there is none
   */
  Kms asked() {
    return kms.orElseThrow(
        () -> new SealedException(Reason.KMS_UNREACHABLE, "STROWGER_KMS is off here"));
  }

  /**
   * Whether the key that wrapped it is still there.
   *
   * @throws SealedException if that cannot be told just now
   */
  boolean stillThere(SealingKey key) {
    try {
      Arrays.fill(asked().unwrap(key.envelope().key(), key.envelope().wrapped()), (byte) 0);
      return true;
    } catch (SealedException e) {
      if (e.passing()) {
        throw e;
      }
      return false;
    }
  }

  /**
   * @param tenantHash empty: of all tenants
   */
  List<Kms.KeyInfo> list(Optional<String> tenantHash) {
    return kms.isPresent() ? asked().list(tenantHash) : List.of();
  }

  /**
   * @param tenantHash empty: of all tenants
   * @return what was destroyed now
   */
  List<KeyName> destroy(Optional<String> tenantHash, Predicate<KeyName> which) {
    List<KeyName> destroyed = new ArrayList<>();
    for (Kms.KeyInfo key : list(tenantHash)) {
      if (key.destroyedAt().isEmpty() && which.test(key.name())) {
        asked().destroy(key.name());
        destroyed.add(key.name());
      }
    }
    return destroyed;
  }
}
