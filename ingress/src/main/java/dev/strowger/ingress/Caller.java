package dev.strowger.ingress;

import dev.strowger.records.ScopedLimits;
import java.util.List;

/**
 * Who asks.
 *
 * @param team empty if it has none
 * @param limits of credential, team and tenant, those that have some
 */
record Caller(
    String credentialId, String tenant, String team, Scope scope, List<ScopedLimits> limits) {
  Caller {
    limits = List.copyOf(limits);
  }
}
