package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.audit.FileVerifier;
import dev.strowger.audit.Head;
import dev.strowger.audit.Problem;
import dev.strowger.audit.SigningKeys;
import dev.strowger.audit.Verifier;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = "Proves that nothing in the audit trail was altered or removed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger audit verify",
      "  strowger audit verify --tenant acme --key audit-signing.pub",
      "  strowger audit verify --from-file trail.jsonl --key audit-signing.pub",
      "  strowger audit verify --from-file trail.jsonl --head acme:120:9f2c…"
    })
final class AuditVerify implements Callable<Integer> {
  private static final String PATH = "/admin/audit/verifications";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern HEAD = Pattern.compile("(.+):([1-9][0-9]{0,17}):([0-9a-f]{64})");

  /** More are counted only. */
  private static final int MAX_PROBLEMS = 1_000;

  /** No line of an export is longer. */
  private static final int MAX_LINE_BYTES = 160 << 20;

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private ConsoleJob job = new ConsoleJob();

  @Option(names = "--tenant", paramLabel = "TENANT", description = "One chain only.")
  private String tenant = "";

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "An export (jsonl); no server is asked.")
  private String file = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A public key to be trusted (PEM); again for more. Default: the console's.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--head",
      paramLabel = "TENANT:SEQUENCE:HASH",
      description = "A link that was, noted at an earlier time; with --from-file.")
  private List<String> heads = new ArrayList<>();

  private boolean whole = true;

  AuditVerify(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!file.isEmpty()) {
      return ofFile();
    }
    String begun = job.begins() ? terminal.console().post(PATH, body()).path("id").asText() : "";
    ConsoleJob.Kind kind = new ConsoleJob.Kind(PATH, "links", this::print);
    int code = job.follow(terminal, json, kind, begun, this::judge);
    return code != 0 || whole ? code : Strowger.FAILED;
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("tenant", tenant);
    body.put("keys", keys.stream().map(AuditVerify::text).toList());
    return body;
  }

  private void judge(JsonNode report) {
    whole = !report.isObject() || report.path("whole").asBoolean();
  }

  private int ofFile() {
    List<PublicKey> trusted = keys.stream().map(AuditVerify::text).map(AuditVerify::key).toList();
    FileVerifier verifier = new FileVerifier(trusted, heads());
    List<Problem> problems = new ArrayList<>();
    long count = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16)) {
      byte[] line = line(in);
      while (line.length > 0) {
        List<Problem> found = verifier.take(line);
        count += found.size();
        found.stream().limit(MAX_PROBLEMS - problems.size()).forEach(problems::add);
        line = line(in);
      }
      if (in.read() >= 0) {
        problems.add(
            new Problem(Problem.Kind.UNREADABLE, "-", 0, "an empty line stands in the file"));
        count++;
      }
    } catch (IOException e) {
      throw new CallFailedException("cannot read " + file + ": " + e.getMessage());
    }
    List<Problem> last = verifier.end();
    count += last.size();
    problems.addAll(last);
    JsonNode report = report(verifier, problems, count, !trusted.isEmpty());
    json.print(terminal, report, () -> print(report));
    return count == 0 ? 0 : Strowger.FAILED;
  }

  /** Empty at the end, and for an empty line, of which an export has none. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
      if (line.size() > MAX_LINE_BYTES) {
        throw new IOException("a line is longer than " + MAX_LINE_BYTES + " bytes");
      }
    }
    return line.toByteArray();
  }

  private static JsonNode report(
      FileVerifier verifier, List<Problem> problems, long count, boolean signatures) {
    ObjectNode report = JSON.createObjectNode();
    report.put("whole", count == 0);
    report.put("signatures", signatures);
    report.put("count", count);
    report.put("links", verifier.summaries().stream().mapToLong(Verifier.Summary::links).sum());
    report.put("contents", verifier.contents());
    ArrayNode told = report.putArray("problems");
    for (Problem problem : problems) {
      told.addObject()
          .put("kind", problem.kind().label())
          .put("tenant", problem.tenant())
          .put("sequence", problem.sequence())
          .put("message", problem.message());
    }
    ArrayNode chains = report.putArray("chains");
    for (Verifier.Summary chain : verifier.summaries()) {
      chains
          .addObject()
          .put("tenant", chain.tenant())
          .put("first", chain.first())
          .put("last", chain.head().sequence())
          .put("hash", chain.head().hash())
          .put("checkpoints", chain.checkpoints())
          .put("signedUpTo", chain.signedUpTo());
    }
    return report;
  }

  private void print(JsonNode report) {
    Table table = new Table("TENANT", "FIRST", "LAST", "SIGNED UP TO", "HASH OF THE LAST");
    for (JsonNode chain : report.path("chains")) {
      table.row(
          chain.path("tenant").asText(),
          chain.path("first").asText(),
          chain.path("last").asText(),
          chain.path("signedUpTo").asText(),
          chain.path("hash").asText());
    }
    table.print(terminal.out());
    if (!report.path("signatures").asBoolean()) {
      terminal.out().println("signatures were not looked at: no public key is known (--key)");
    }
    for (JsonNode problem : report.path("problems")) {
      long sequence = problem.path("sequence").asLong();
      terminal
          .err()
          .println(
              problem.path("kind").asText()
                  + " "
                  + problem.path("tenant").asText()
                  + (sequence > 0 ? " #" + sequence : "")
                  + ": "
                  + problem.path("message").asText());
    }
    String terminals =
        report.has("terminals")
            ? ", " + report.path("terminals").asLong() + " ended requests compared"
            : "";
    terminal
        .out()
        .println(
            report.path("links").asLong()
                + " links"
                + terminals
                + ": "
                + (report.path("whole").asBoolean()
                    ? "nothing was altered or removed"
                    : report.path("count").asLong() + " problems"));
  }

  private Map<String, Head> heads() {
    Map<String, Head> known = new HashMap<>();
    for (String head : heads) {
      Matcher matcher = HEAD.matcher(head);
      if (!matcher.matches()) {
        throw new CallFailedException("--head " + head + ": expected tenant:sequence:hash");
      }
      known.put(matcher.group(1), new Head(Long.parseLong(matcher.group(2)), matcher.group(3)));
    }
    return known;
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new CallFailedException("cannot read " + path + ": " + e.getMessage());
    }
  }

  private static PublicKey key(String pem) {
    try {
      return SigningKeys.publicKey(pem);
    } catch (IllegalArgumentException e) {
      throw new CallFailedException("--key: " + e.getMessage());
    }
  }
}
