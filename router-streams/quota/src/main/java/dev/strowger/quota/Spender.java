package dev.strowger.quota;

import dev.strowger.records.RequestRecord;

/**
 * Whose limits a request has to keep within.
 *
 * @param team empty: of none
 */
public record Spender(String tenant, String team, String credentialId) {
  public static Spender of(RequestRecord request) {
    return new Spender(request.getTenant(), request.getTeam(), request.getCredentialId());
  }
}
