package dev.strowger.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the build puts the engine's library. */
public final class EngineLibrary {
  private static final Path FETCHED =
      Path.of("analytics/engine/npm/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so");

  private EngineLibrary() {}

  /**
   * The fetched library of the project a directory lies in; its usual place relative to that
   * directory if there is none.
   */
  public static Path find(Path directory) {
    for (@Nullable Path at = directory.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(FETCHED);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return directory.toAbsolutePath().resolve(FETCHED);
  }
}
