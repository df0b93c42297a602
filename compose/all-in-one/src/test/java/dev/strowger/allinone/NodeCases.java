package dev.strowger.allinone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The cases of src/test/js, run with {@code node --test}. */
final class NodeCases {
  /** A route, and a model of each provider that is there by default. */
  static final String MODELS =
      "gpt-4o-mini openai/gpt-4o-mini anthropic/claude-haiku-4-5 ollama/llama-3.1";

  /** A model that makes embeddings. */
  static final String EMBEDDER = "openai/text-embedding-3-small";

  private static final Path JS = Path.of("src/test/js").toAbsolutePath();

  private NodeCases() {}

  /** Runs one file's cases and returns the report; fails with it unless all of them passed. */
  static String run(String file, Map<String, String> environment) throws Exception {
    install();
    return Command.run(JS, environment, List.of("node", "--test", "--test-reporter=spec", file))
        .succeeded();
  }

  /**
   * The same against a gateway, whose address and key are the environment's STROWGER_URL and
   * STROWGER_KEY.
   */
  static String run(RunningGateway gateway, String file, Map<String, String> more)
      throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("STROWGER_URL", gateway.endpoint("apps"));
    environment.put("STROWGER_KEY", gateway.key());
    return run(file, environment);
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
