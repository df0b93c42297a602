package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyQueriesTest {
  @TempDir private Path directory;

  @Test
  void areNamedByTheirFilesAndDescribedByTheirFirstLine() throws Exception {
    Files.writeString(
        directory.resolve("cost-by-model.sql"), "-- What each model cost\nSELECT 1;\n");
    Files.writeString(directory.resolve("bare.sql"), "SELECT 2");
    Files.writeString(directory.resolve("README.md"), "no query");

    assertThat(new ReadyQueries(directory).list())
        .containsExactly(
            new ReadyQueries.ReadyQuery("bare", "", "SELECT 2"),
            new ReadyQueries.ReadyQuery(
                "cost-by-model", "What each model cost", "-- What each model cost\nSELECT 1"));
  }

  @Test
  void aNameCannotLeaveTheDirectory() throws Exception {
    Path inside = Files.createDirectory(directory.resolve("sql"));
    Files.writeString(directory.resolve("outside.sql"), "SELECT 1");
    ReadyQueries queries = new ReadyQueries(inside);

    assertThatThrownBy(() -> queries.get("../outside")).isInstanceOf(Refusal.class);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() throws Exception {
    Files.writeString(directory.resolve("cost.sql"), "SELECT 1");

    assertThatThrownBy(() -> new ReadyQueries(directory).get("price"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there are: cost");
  }

  @Test
  void aMissingDirectoryHasNone() throws Exception {
    assertThat(new ReadyQueries(directory.resolve("none")).list()).isEmpty();
  }
}
