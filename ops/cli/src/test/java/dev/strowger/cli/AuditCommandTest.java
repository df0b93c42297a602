package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.audit.Chain;
import dev.strowger.audit.CheckpointSigner;
import dev.strowger.audit.Head;
import dev.strowger.audit.Link;
import dev.strowger.audit.SigningKeys;
import dev.strowger.audit.TrailFile;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Outcome;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class AuditCommandTest extends CommandGround {
  private static final KeyPair KEYS = SigningKeys.fresh();
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");
  private static final ByteBuffer PROMPT =
      ByteBuffer.wrap("a prompt".getBytes(StandardCharsets.UTF_8));

  private static SpecificRecord entry(int i, Head head) {
    if (i == 4) {
      return new CheckpointSigner(KEYS).sign("acme", head);
    }
    return i == 2
        ? new AuditedAction(
            "acme", AT, "a1", "op-1", "Ann", "ADMIN", "keys.create", "k", "ok", Map.of(), "::1")
        : AuditedRequest.newBuilder()
            .setRequestId("req_" + i)
            .setCredentialId("key-1")
            .setOperation("chat")
            .setRequestedModel("gpt")
            .setModel("gpt-5")
            .setRoute("default")
            .setPolicyVersion("v1")
            .setOutcome(Outcome.ANSWERED)
            .setReceivedAt(AT)
            .setTotalUs(7)
            .setUsage(Usage.newBuilder().setInputTokens(11).build())
            .setPromptHash(i == 3 ? TrailFile.hash(PROMPT) : "")
            .build();
  }

  private void page(String path, List<String> lines) throws Exception {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("lines", lines);
    page.put("unreadable", 0);
    page.put("next", null);
    server.answer(path, 200, new ObjectMapper().writeValueAsString(page));
  }

  private static String content(String requestId, String part) {
    return new String(
        TrailFile.content(
            new AuditContent(
                requestId, "acme", AT, part, "full", BodyEncoding.IDENTITY, PROMPT.duplicate())),
        StandardCharsets.UTF_8);
  }

  /** Exports a chain of five links. */
  private Path export(String... more) throws Exception {
    List<String> lines = new ArrayList<>();
    Head head = Head.NONE;
    for (int i = 1; i <= 5; i++) {
      AuditRecord link = Chain.next("acme", head, AT.plusSeconds(i), entry(i, head));
      lines.add(new String(Link.line(link), StandardCharsets.UTF_8));
      head = Chain.head(link);
    }
    page("GET /admin/audit/links", lines);
    Path file = root.resolve("trail");
    List<String> arguments = new ArrayList<>(List.of("audit", "export", "--out", file.toString()));
    arguments.addAll(List.of(more));
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    return file;
  }

  private int verify(Path file) throws Exception {
    Path key = Files.writeString(root.resolve("key.pub"), SigningKeys.pem(KEYS.getPublic()));
    return run("audit", "verify", "--from-file", file.toString(), "--key", key.toString());
  }

  @Test
  void anExportIsVerifiedWithoutAServer() throws Exception {
    Path file = export("--format", "jsonl");
    server.close();

    assertThat(verify(file)).isZero();
    assertThat(out.toString()).contains("5 links: nothing was altered or removed");
  }

  @Test
  void aChangedByteIsFound() throws Exception {
    Path file = export("--format", "jsonl");
    Files.writeString(file, Files.readString(file).replace("\"req_3\"", "\"req_8\""));

    assertThat(verify(file)).isEqualTo(1);
    assertThat(err.toString()).contains("altered acme #3: its content is not what was hashed");
  }

  @Test
  void aRemovedLineIsFound() throws Exception {
    Path file = export("--format", "jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(2);
    Files.writeString(file, String.join("\n", lines) + "\n");

    assertThat(verify(file)).isEqualTo(1);
    assertThat(err.toString()).contains("gap acme #3: 1 link is missing before it");
  }

  @Test
  void twoSwappedLinesAreFound() throws Exception {
    Path file = export("--format", "jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    Collections.swap(lines, 2, 3);
    Files.writeString(file, String.join("\n", lines) + "\n");

    assertThat(verify(file)).isEqualTo(1);
    assertThat(err.toString()).contains("order acme #2: it stands behind #3");
  }

  @Test
  void aPartOfAChainVerifiesToo() throws Exception {
    Path file = export("--format", "jsonl", "--from", "2026-11-20T10:00:03Z");

    assertThat(verify(file)).isZero();
    assertThat(out.toString()).contains("3 links: nothing was altered or removed");
  }

  @Test
  void contentsThatNoLinkOfTheFileVouchesForAreLeftOut() throws Exception {
    page(
        "GET /admin/audit/contents",
        List.of(
            content("req_3", "prompt"), // the link's
            content("req_3", "answer"), // of a worker that died: the request ended without one
            content("req_1", "prompt"), // its link is before --from
            content("req_9", "prompt"))); // ended since: its link was not there yet

    Path file = export("--format", "jsonl", "--contents", "--from", "2026-11-20T10:00:03Z");

    assertThat(err.toString()).contains("3 prompts and answers left out");
    assertThat(Files.readString(file)).containsOnlyOnce("{\"content\":");
    assertThat(verify(file)).isZero();
  }

  @Test
  void anAlteredContentIsExportedAndFound() throws Exception {
    page(
        "GET /admin/audit/contents",
        List.of(content("req_3", "prompt").replace("\"body\":\"61", "\"body\":\"62")));

    assertThat(verify(export("--format", "jsonl", "--contents"))).isEqualTo(1);
    assertThat(err.toString()).contains("req_3/prompt is not what the link of it says");
  }

  @Test
  void openSearchTakesTwoLinesForEachLink() throws Exception {
    List<String> lines = Files.readAllLines(export("--format", "opensearch"));

    assertThat(lines).hasSize(10);
    assertThat(lines.get(0))
        .isEqualTo("{\"create\":{\"_index\":\"strowger-audit-2026.11\",\"_id\":\"acme-1\"}}");
    assertThat(lines.get(1))
        .contains("\"gen_ai.request.model\":\"gpt\"")
        .contains("\"gen_ai.usage.input_tokens\":11")
        .contains("\"event.outcome\":\"success\"")
        .contains("\"@timestamp\":\"2026-11-20T10:00:01Z\"");
    assertThat(lines.get(3)).contains("\"user.name\":\"Ann\"", "\"event.action\":\"keys.create\"");
  }

  @Test
  void problemsThatTheConsoleFindsEndInACode() {
    server.answer("POST /admin/audit/verifications", 202, "{\"id\":\"verification-1\"}");
    server.answer(
        "GET /admin/audit/verifications/verification-1",
        200,
        """
        {"id":"verification-1","state":"done","links":5,"report":{"whole":false,"links":5,
         "terminals":4,"signatures":true,"count":1,"chains":[],"problems":[
          {"kind":"gap","tenant":"acme","sequence":3,"message":"1 link is missing before it"}]}}
        """);

    assertThat(run("audit", "verify")).isEqualTo(1);
    assertThat(err.toString()).contains("gap acme #3: 1 link is missing before it");
    assertThat(run("audit", "verify", "--json")).isEqualTo(1);
  }
}
