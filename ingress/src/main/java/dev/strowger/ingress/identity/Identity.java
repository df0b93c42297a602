package dev.strowger.ingress.identity;

import java.util.List;

/**
 * Who a token speaks for.
 *
 * @param credentialId {@code jwt:} and 16 hex digits of the subject's SHA-256; by the prefix the
 *     router knows that it keeps no balance of it
 * @param team empty if it has none
 * @param models that may be asked, names or {@code prefix*}; empty: all
 */
public record Identity(String credentialId, String tenant, String team, List<String> models) {
  public Identity {
    models = List.copyOf(models);
  }
}
