package dev.strowger.console;

import dev.strowger.records.CredentialRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of the tenant {@code demo}, for whoever tries the gateway on one machine. */
final class DemoKey {
  private static final Logger log = LoggerFactory.getLogger(DemoKey.class);
  private static final String TENANT = "demo";
  private static final String NAME = "demo key of this machine";

  private DemoKey() {}

  /**
   * Makes the key if the file is not there; else makes sure that the log knows the file's key. The
   * log has it before the file does, so a key that can be read always works.
   */
  static void ensure(Path file, Credentials credentials) throws IOException, InterruptedException {
    SecretFile secret = new SecretFile(file);
    Optional<String> kept = secret.read();
    if (kept.isEmpty()) {
      Credentials.Issued issued =
          credentials.issue(CredentialRecord.newBuilder().setTenant(TENANT).setName(NAME));
      secret.write(issued.key());
      log.atInfo()
          .addKeyValue("credentialId", issued.credential().getCredentialId())
          .addKeyValue("file", file)
          .log("demo key made");
      return;
    }
    CredentialRecord known = credentials.ensure(kept.get(), TENANT, NAME);
    if (known.getRevoked()) {
      log.atWarn()
          .addKeyValue("credentialId", known.getCredentialId())
          .addKeyValue("file", file)
          .log("the demo key is revoked; remove the file to get a new one at the next start");
    }
  }
}
