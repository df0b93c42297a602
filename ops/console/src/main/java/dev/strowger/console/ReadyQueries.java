package dev.strowger.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Queries that were written once, in files {@code <name>.sql}; read anew at each use. */
final class ReadyQueries {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final String SUFFIX = ".sql";
  private static final int MAX_QUERIES = 500;
  private static final int MAX_BYTES = 1 << 20;

  private final Path directory;

  /**
   * @param description the first line of the file, if it is a comment
   */
  record ReadyQuery(String name, String description, String sql) {}

  ReadyQueries(Path directory) {
    this.directory = directory;
  }

  /** By name. */
  List<ReadyQuery> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(SUFFIX))
              .map(f -> f.substring(0, f.length() - SUFFIX.length()))
              .filter(n -> NAME.matcher(n).matches())
              .sorted()
              .limit(MAX_QUERIES)
              .toList();
      List<ReadyQuery> queries = new ArrayList<>();
      for (String name : names) {
        queries.add(read(name));
      }
      return queries;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /**
   * @throws Refusal (404) if there is none of this name
   */
  ReadyQuery get(String name) throws IOException {
    if (!NAME.matcher(name).matches() || !Files.isRegularFile(directory.resolve(name + SUFFIX))) {
      List<String> names = list().stream().map(ReadyQuery::name).toList();
      throw Refusal.notFound(
          "no ready query has this name; there are: "
              + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return read(name);
  }

  private ReadyQuery read(String name) throws IOException {
    Path file = directory.resolve(name + SUFFIX);
    if (Files.size(file) > MAX_BYTES) {
      throw Refusal.of(500, "query_too_large", file + " is larger than " + MAX_BYTES + " bytes");
    }
    String sql = Files.readString(file).strip();
    String first = sql.lines().findFirst().orElse("");
    String description = first.startsWith("--") ? first.substring(2).strip() : "";
    return new ReadyQuery(
        name, description, sql.endsWith(";") ? sql.substring(0, sql.length() - 1) : sql);
  }
}
