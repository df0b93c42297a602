package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.audit.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditKeysTest {
  @TempDir private Path directory;

  @Test
  void aKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws Exception {
    Map<String, String> environment = new HashMap<>();
    new AuditKeys(directory).put(environment);
    Path key = Path.of(environment.get("STROWGER_AUDIT_SIGNING_KEY_FILE"));
    String first = Files.readString(key);

    new AuditKeys(directory).put(new HashMap<>());

    assertThat(Files.readString(key)).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(
            SigningKeys.publicKey(
                Files.readString(Path.of(environment.get("STROWGER_AUDIT_PUBLIC_KEY_FILE")))))
        .isEqualTo(SigningKeys.pair(first).getPublic());
  }

  @Test
  void aKeyThatIsSetIsLeftAlone() throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("STROWGER_AUDIT_SIGNING_KEY", "x"));

    new AuditKeys(directory).put(environment);

    assertThat(environment).containsOnlyKeys("STROWGER_AUDIT_SIGNING_KEY");
    assertThat(directory).isEmptyDirectory();
  }
}
