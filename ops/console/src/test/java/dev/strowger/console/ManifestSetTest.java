package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestSetTest {
  @TempDir Path directory;
  @TempDir Path elsewhere;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        directory.resolve("routes.yaml"), "include: [teams/bank.yaml]\nai_routes: []");
    Files.writeString(directory.resolve("models.yaml"), "models: []");
    Files.writeString(directory.resolve("providers.yaml"), "providers: []");
    Files.createDirectories(directory.resolve("teams"));
    Files.writeString(directory.resolve("teams/bank.yaml"), "include: [deep.yaml]");
    Files.writeString(directory.resolve("deep.yaml"), "ai_routes: []");
    Files.writeString(directory.resolve("unasked.yaml"), "ai_routes: []");
  }

  @Test
  void whatFilesIncludeBelongsToThem() {
    assertThat(files(""))
        .containsExactlyInAnyOrder("routes.yaml", "models.yaml", "teams/bank.yaml", "deep.yaml");
  }

  @Test
  void overlaysOfTheEnvironmentAreReadWhereTheyExist() throws Exception {
    Files.writeString(directory.resolve("routes.prod.yaml"), "ai_routes: []");

    assertThat(files("prod")).contains("routes.prod.yaml").doesNotContain("models.prod.yaml");
    assertThat(files("test")).doesNotContain("routes.prod.yaml");
  }

  @Test
  void filesThatIncludeEachOtherAreReadOnce() throws Exception {
    Files.writeString(directory.resolve("deep.yaml"), "include: [teams/bank.yaml, routes.yaml]");

    assertThat(files("")).hasSize(4);
  }

  @Test
  void nothingOutsideTheDirectoryIsRead() throws Exception {
    Files.writeString(elsewhere.resolve("secret.yaml"), "secret: 1");
    Files.createSymbolicLink(directory.resolve("link.yaml"), elsewhere.resolve("secret.yaml"));
    Files.writeString(directory.resolve("deep.yaml"), "include: [link.yaml]");

    assertThat(ManifestSet.read(directory, ""))
        .isInstanceOfSatisfying(
            ManifestSet.Reading.Broken.class,
            broken ->
                assertThat(broken.problems().toString())
                    .contains("link.yaml")
                    .contains("not below"));

    Files.writeString(
        directory.resolve("deep.yaml"),
        "include: [\"../" + elsewhere.getFileName() + "/secret.yaml\"]");

    assertThat(files("")).hasSize(4);
  }

  private Set<String> files(String environment) {
    ManifestSet.Reading reading = ManifestSet.read(directory, environment);
    assertThat(reading).isInstanceOf(ManifestSet.Reading.Whole.class);
    return ((ManifestSet.Reading.Whole) reading).manifests().bundle().files().keySet();
  }
}
