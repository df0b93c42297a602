package dev.strowger.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSecretTest {
  @TempDir Path directory;

  @Test
  void aSecretIsTheValueOfItsVariable() {
    Settings settings = new Settings(Map.of("TOKEN", " s3cret "));

    assertThat(settings.secret("TOKEN")).contains("s3cret");
  }

  @Test
  void aSecretIsReadFromItsFileWithoutTheLineEnd() throws Exception {
    Settings settings = withFile("s3cret\n".getBytes(StandardCharsets.UTF_8));

    assertThat(settings.secret("TOKEN")).contains("s3cret");
    assertThat(settings.orThrow("sound")).isEqualTo("sound");
  }

  @Test
  void theVariableIsPreferredToTheFile() {
    Settings settings =
        new Settings(
            Map.of("TOKEN", "direct", "TOKEN_FILE", directory.resolve("missing").toString()));

    assertThat(settings.secret("TOKEN")).contains("direct");
    assertThat(settings.orThrow("sound")).isEqualTo("sound");
  }

  @Test
  void neitherSetIsNoSecretAndNoProblem() {
    Settings settings = new Settings(Map.of());

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertThat(settings.orThrow("sound")).isEqualTo("sound");
  }

  @Test
  void aMissingFileIsAProblemThatNamesTheFile() {
    Path file = directory.resolve("missing");
    Settings settings = new Settings(Map.of("TOKEN_FILE", file.toString()));

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertProblem(settings, "TOKEN_FILE=" + file + ": the file cannot be read");
  }

  @Test
  void aDirectoryIsAProblem() {
    Settings settings = new Settings(Map.of("TOKEN_FILE", directory.toString()));

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertProblem(settings, "the file cannot be read");
  }

  @Test
  void anEmptyFileIsAProblem() throws Exception {
    Settings settings = withFile(" \n".getBytes(StandardCharsets.UTF_8));

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertProblem(settings, "the file is empty");
  }

  @Test
  void aFileThatIsNoTextIsAProblemThatDoesNotRepeatIt() throws Exception {
    Settings settings = withFile(new byte[] {'s', '3', 'c', 'r', 'e', 't', (byte) 0xff});

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertProblem(settings, "the file cannot be read");
  }

  @Test
  void aFileTooLargeForASecretIsAProblemThatDoesNotRepeatIt() throws Exception {
    Settings settings = withFile("s3cret".repeat(20_000).getBytes(StandardCharsets.UTF_8));

    assertThat(settings.secret("TOKEN")).isEmpty();
    assertProblem(settings, "larger than a secret can be");
  }

  @Test
  void aRequiredSecretThatIsNotSetIsAProblem() {
    Settings settings = new Settings(Map.of());

    assertThat(settings.requiredSecret("TOKEN", "what all share")).isEmpty();
    assertProblem(settings, "TOKEN (or TOKEN_FILE) is not set: what all share");
  }

  @Test
  void aRequiredSecretInAMissingFileIsOneProblem() {
    Settings settings = new Settings(Map.of("TOKEN_FILE", directory.resolve("missing").toString()));

    assertThat(settings.requiredSecret("TOKEN", "what all share")).isEmpty();
    assertThatThrownBy(() -> settings.orThrow("sound"))
        .hasMessageContaining("cannot be read")
        .hasMessageNotContaining("is not set");
  }

  private Settings withFile(byte[] content) throws Exception {
    Path file = Files.write(directory.resolve("token"), content);
    return new Settings(Map.of("TOKEN_FILE", file.toString()));
  }

  private static void assertProblem(Settings settings, String text) {
    assertThatThrownBy(() -> settings.orThrow("sound"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(text)
        .hasMessageNotContaining("s3cret");
  }
}
