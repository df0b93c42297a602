package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
  private final Secrets secrets = new Secrets(new SecureRandom());

  @TempDir private Path directory;

  private ConsoleConfig.Listen listen(Optional<String> token) {
    return new ConsoleConfig.Listen(
        "127.0.0.1", 0, Set.of(), directory.resolve("data/admin.token"), token);
  }

  @Test
  void isDrawnAtTheFirstStartIntoAFileOnlyTheOwnerReads() throws Exception {
    AdminToken token = AdminToken.load(listen(Optional.empty()), secrets);

    Path file = directory.resolve("data/admin.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String drawn = Files.readString(file).strip();
    assertThat(drawn).hasSize(43);
    assertThat(token.matches("Bearer " + drawn)).isTrue();
    try (var files = Files.list(file.getParent())) {
      assertThat(files).as("no draft is left behind").containsExactly(file);
    }
  }

  @Test
  void staysTheSameAtTheNextStart() throws Exception {
    AdminToken.load(listen(Optional.empty()), secrets);
    String drawn = Files.readString(directory.resolve("data/admin.token")).strip();

    assertThat(AdminToken.load(listen(Optional.empty()), secrets).matches("bearer " + drawn))
        .isTrue();
  }

  @Test
  void oneFromOutsideIsNotWrittenDown() throws Exception {
    AdminToken token = AdminToken.load(listen(Optional.of("from-outside")), secrets);

    assertThat(token.matches("Bearer from-outside")).isTrue();
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void nothingElseMatches() throws Exception {
    AdminToken token = AdminToken.load(listen(Optional.of("right")), secrets);

    assertThat(token.matches(null)).isFalse();
    assertThat(token.matches("")).isFalse();
    assertThat(token.matches("right")).isFalse();
    assertThat(token.matches("Basic right")).isFalse();
    assertThat(token.matches("Bearer ")).isFalse();
    assertThat(token.matches("Bearer righ")).isFalse();
    assertThat(token.matches("Bearer right and more")).isFalse();
  }
}
