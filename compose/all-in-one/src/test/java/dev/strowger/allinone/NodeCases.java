package dev.strowger.allinone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The cases of src/test/js, run with {@code node --test}. */
final class NodeCases {
  private static final Path JS = Path.of("src/test/js").toAbsolutePath();

  private NodeCases() {}

  /** Runs one file's cases and returns the report; fails with it unless all of them passed. */
  static String run(String file, Map<String, String> environment) throws Exception {
    install();
    return Command.run(JS, environment, List.of("node", "--test", "--test-reporter=spec", file))
        .succeeded();
  }

  /** What package-lock.json names, unless that stands there already. */
  static void install() throws Exception {
    Path installed = JS.resolve("node_modules/.package-lock.json");
    Path wanted = JS.resolve("package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
      Command.run(JS, Map.of(), List.of("npm", "ci", "--no-progress")).succeeded();
    }
  }
}
