package dev.strowger.ingress;

import dev.strowger.records.CredentialRecord;
import dev.strowger.records.Limits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as it is kept in memory: what the door asks of it and no more. Names that many of
 * them have, and what none or all may do, are held once.
 *
 * @param expiresAtMs since the epoch; {@link Long#MAX_VALUE}: never
 */
record Credential(
    String id,
    String tenant,
    String team,
    long expiresAtMs,
    boolean revoked,
    Scope scope,
    @Nullable Limits limits) {
  static Credential of(CredentialRecord record) {
    Instant expires = record.getExpiresAt();
    return new Credential(
        record.getCredentialId(),
        record.getTenant().intern(),
        record.getTeam().intern(),
        expires == null ? Long.MAX_VALUE : expires.toEpochMilli(),
        record.getRevoked(),
        Scope.of(record.getModels(), record.getRoutes(), record.getAddresses(), record.getTags()),
        record.getLimits());
  }
}
