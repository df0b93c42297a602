package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Shows the decision a request would get now, and why; no provider is asked.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy explain gpt-4o-mini",
      "  strowger policy explain gpt-4o-mini --request-id req-1 --tenant red --tag app=shop",
      "  strowger policy explain gpt-4o-mini --prompt @question.txt --policy my-policy",
      "  strowger policy explain --request req_0198f3c2",
      "  (exit code 1 if the request would be refused)"
    })
final class PolicyExplain implements Callable<Integer> {
  private static final int MAX_PROMPT_CHARS = 4 << 20;

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private PolicyFiles files = new PolicyFiles();
  @Mixin private Who who = new Who();
  @Mixin private What what = new What();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "The model as a client would name it.")
  private String model = "";

  @Option(names = "--model", paramLabel = "MODEL", description = "The same.")
  private String named = "";

  @Option(
      names = "--request",
      paramLabel = "ID",
      description = "A recorded decision, made again with its recorded facts.")
  private String request = "";

  @Option(
      names = "--as-then",
      description = "With --request: by the policy that was in force then.")
  private boolean asThen;

  /** Who asks. */
  static final class Who {
    @Option(names = "--request-id", description = "Seed of the draw between targets.")
    private String requestId = "";

    @Option(names = "--tenant", description = "Who asks (default: demo).")
    private String tenant = "";

    @Option(names = "--team", description = "Of the credential.")
    private String team = "";

    @Option(names = "--credential", paramLabel = "ID", description = "Its id.")
    private String credential = "";

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "May be repeated.")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "May be repeated.")
    private Map<String, String> headers = new LinkedHashMap<>();

    void into(Map<String, Object> body) {
      put(body, "requestId", requestId);
      put(body, "tenant", tenant);
      put(body, "team", team);
      put(body, "credential", credential);
      put(body, "tags", tags);
      put(body, "headers", headers);
    }
  }

  /** What is asked. */
  static final class What {
    @Option(
        names = "--prompt",
        paramLabel = "TEXT|@FILE",
        description = "What its words say is found out by the console, and not kept.")
    private String prompt = "";

    @Option(names = "--capability", paramLabel = "NAME", description = "E.g. tools; repeatable.")
    private List<String> capabilities = List.of();

    @Option(names = "--language", paramLabel = "CODE", description = "ISO 639-1, e.g. de.")
    private String language = "";

    @Option(names = "--intent", paramLabel = "NAME", description = "May be repeated.")
    private List<String> intents = List.of();

    @Option(names = "--data-class", paramLabel = "NAME", description = "May be repeated.")
    private List<String> dataClasses = List.of();

    @Option(names = "--complexity", paramLabel = "0..1", description = "How hard it is.")
    private Double complexity = -1.0;

    @Option(names = "--prompt-tokens", paramLabel = "NUMBER", description = "Of the input.")
    private Long promptTokens = 0L;

    @Option(names = "--at", paramLabel = "TIME", description = "E.g. 2027-01-31T18:00:00Z.")
    private String at = "";

    @Option(names = "--stream", description = "As if the client wanted a stream.")
    private boolean stream;

    void into(Map<String, Object> body) {
      put(body, "prompt", text(prompt));
      put(body, "capabilities", capabilities);
      put(body, "language", language);
      put(body, "intents", intents);
      put(body, "dataClasses", dataClasses);
      put(body, "at", at);
      body.put("stream", stream);
      if (complexity >= 0) {
        body.put("complexity", complexity);
      }
      if (promptTokens > 0) {
        body.put("promptTokens", promptTokens);
      }
    }

    private static String text(String prompt) {
      if (!prompt.startsWith("@")) {
        return prompt;
      }
      Path file = Path.of(prompt.substring(1));
      try {
        if (Files.size(file) > MAX_PROMPT_CHARS) {
          throw new CallFailedException(file + " is larger than " + MAX_PROMPT_CHARS + " bytes");
        }
        return Files.readString(file);
      } catch (IOException e) {
        throw new CallFailedException("cannot read " + file + " as text: " + e.getMessage());
      }
    }
  }

  PolicyExplain(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String asked = model.isEmpty() ? named : model;
    if (asked.isEmpty() == request.isEmpty()) {
      terminal.err().println("strowger: name a model, or a recorded request; see --help");
      return Strowger.USAGE;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (request.isEmpty()) {
      body.put("model", asked);
      what.into(body);
      who.into(body);
    } else {
      body.put("request", request);
      if (asThen) {
        body.put("asThen", true);
      }
    }
    if (files.given()) {
      body.putAll(files.read(terminal));
    }
    JsonNode answer = terminal.console().post("/admin/policy/explain", body);
    json.print(terminal, answer, () -> DecisionText.explained(answer, terminal.out()));
    return answer.path("outcome").asText().equals("planned") ? 0 : Strowger.FAILED;
  }

  private static void put(Map<String, Object> body, String key, String value) {
    if (!value.isEmpty()) {
      body.put(key, value);
    }
  }

  private static void put(Map<String, Object> body, String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      body.put(key, values);
    }
  }

  private static void put(Map<String, Object> body, String key, List<String> values) {
    if (!values.isEmpty()) {
      body.put(key, values);
    }
  }
}
