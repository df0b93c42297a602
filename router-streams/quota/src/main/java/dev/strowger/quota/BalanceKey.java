package dev.strowger.quota;

import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitScope;
import java.util.ArrayList;
import java.util.List;

/** Names of balances: {@code tenant/t}, {@code team/t/team}, {@code credential/id}. */
public final class BalanceKey {
  /**
   * Credentials that a door makes up for the subject of a token. They have no limits of their own.
   */
  private static final String TOKEN = "jwt:";

  private BalanceKey() {}

  public static String tenant(String tenant) {
    return "tenant/" + tenant;
  }

  public static String team(String tenant, String team) {
    return "team/" + tenant + "/" + team;
  }

  public static String credential(String credentialId) {
    return "credential/" + credentialId;
  }

  static String of(LimitScope scope, Spender spender) {
    return switch (scope) {
      case CREDENTIAL -> credential(spender.credentialId());
      case TEAM -> team(spender.tenant(), spender.team());
      case TENANT -> tenant(spender.tenant());
    };
  }

  /**
   * All that an event concerns. Who has no team, or no credential, has no balance of one; nor has
   * the subject of a token, as nothing would ever look at it.
   */
  static List<String> of(EventRecord event) {
    List<String> keys = new ArrayList<>(3);
    keys.add(tenant(event.getTenant()));
    if (!event.getTeam().isEmpty()) {
      keys.add(team(event.getTenant(), event.getTeam()));
    }
    String credential = event.getCredentialId();
    if (!credential.isEmpty() && !credential.startsWith(TOKEN)) {
      keys.add(credential(credential));
    }
    return keys;
  }
}
