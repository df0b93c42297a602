package dev.strowger.console;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator must show; only its hash is kept here. */
final class AdminToken {
  private static final String SCHEME = "bearer ";

  private final byte[] hash;

  private AdminToken(String token) {
    this.hash = Secrets.digest(token);
  }

  /** The token given from outside, else the file's; a new one is drawn when there is neither. */
  static AdminToken load(ConsoleConfig.Listen listen, Secrets secrets) throws IOException {
    if (listen.token().isPresent()) {
      return new AdminToken(listen.token().get());
    }
    SecretFile file = new SecretFile(listen.tokenFile());
    Optional<String> kept = file.read();
    if (kept.isPresent()) {
      return new AdminToken(kept.get());
    }
    String drawn = secrets.adminToken();
    file.write(drawn);
    return new AdminToken(drawn);
  }

  /**
   * Whether the header carries this token. Hashes of equal length are compared in constant time, so
   * the time taken tells nothing of the token.
   *
   * @param authorization the header's value
   */
  boolean matches(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            hash, Secrets.digest(authorization.substring(SCHEME.length()).strip()));
  }
}
