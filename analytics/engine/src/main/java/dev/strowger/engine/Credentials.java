package dev.strowger.engine;

import com.clickhouse.client.api.http.ClickHouseHttpProto;
import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** The passwords of the two users. */
public record Credentials(String admin, String reader) {
  public Credentials {
    if (admin.isEmpty() || reader.isEmpty()) {
      throw new IllegalArgumentException("both users need a password");
    }
  }

  /** Who the headers prove to ask: HTTP Basic, or ClickHouse's own two headers. */
  Optional<Role> roleOf(Headers headers) {
    String user = headers.getFirst(ClickHouseHttpProto.HEADER_DB_USER);
    String password = headers.getFirst(ClickHouseHttpProto.HEADER_DB_PASSWORD);
    String basic = headers.getFirst("Authorization");
    if (basic != null && basic.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        byte[] decoded = Base64.getDecoder().decode(basic.substring(6).strip());
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon >= 0) {
          user = pair.substring(0, colon);
          password = pair.substring(colon + 1);
        }
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return user == null || password == null ? Optional.empty() : check(user, password);
  }

  private Optional<Role> check(String user, String password) {
    for (Role role : Role.values()) {
      String expected = role == Role.ADMIN ? admin : reader;
      if (user.equals(role.user()) && same(password, expected)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the passwords out of logs. */
  @Override
  public String toString() {
    return "Credentials[…]";
  }
}
