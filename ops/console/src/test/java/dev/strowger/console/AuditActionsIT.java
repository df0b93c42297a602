package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.audit.Chain;
import dev.strowger.audit.Head;
import dev.strowger.console.audit.TrailPages;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.AuditedRequest;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Outcome;
import dev.strowger.records.Usage;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Who may look at the trail and erase, and that it is written down. */
class AuditActionsIT extends LogGround {
  private final List<AuditedAction> actions = new CopyOnWriteArrayList<>();

  @Test
  void whoLooksAtTheTrailOfATenantIsRecordedInIt() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        CompactedTable<AuditedAction> log = follow()) {
      log.awaitCaughtUp(Duration.ofSeconds(10));
      TestConsole.Caller auditor = operator(console, "auditor");

      assertThat(auditor.get("/admin/audit/links?tenant=acme&after=0:0").status()).isEqualTo(200);
      assertThat(
              auditor.post("/admin/audit/searches", Map.of("requestId", "req_looked_for")).status())
          .isEqualTo(202);

      AuditedAction export = ended("audit.export");
      assertThat(export.getTenant()).isEqualTo("acme");
      assertThat(export.getRole()).isEqualTo("auditor");
      assertThat(export.getDetails()).isEqualTo(Map.of("tenant", "acme", "after", "0:0"));
      assertThat(ended("audit.searches").getDetails()).containsEntry("requestId", "req_looked_for");
    }
  }

  @Test
  void whoReadsWhatIsKeptIsRecordedOnceForEachAnswerThatShowsIt() throws Exception {
    kafka.topics(1 << 20).ensure(List.of(Topics.AUDIT, Topics.AUDIT_CONTENTS));
    send(Topics.AUDIT, Chain.next("acme", Head.NONE, Instant.EPOCH, request("req_kept")));
    send(Topics.AUDIT, Chain.next("beta", Head.NONE, Instant.EPOCH, request("req_bare")));
    send(Topics.AUDIT_CONTENTS, kept("req_kept"));
    try (TestConsole console = TestConsole.start(kafka, directory);
        CompactedTable<AuditedAction> log = follow()) {
      log.awaitCaughtUp(Duration.ofSeconds(10));
      TestConsole.Caller auditor = operator(console, "auditor");

      assertThat(pagesThatShow(console, auditor, "req_bare")).isZero();
      long pages = pagesThatShow(console, auditor, "req_kept");

      assertThat(pages).isGreaterThanOrEqualTo(3);
      // In the same chain, behind all others.
      assertThat(console.get("/admin/audit/contents?tenant=acme").status()).isEqualTo(200);
      await(() -> found("audit.export", "ok", "admin").isPresent());
      assertThat(actions)
          .filteredOn(a -> a.getAction().equals("audit.read") && a.getResult().equals("ok"))
          .hasSize((int) pages)
          .allSatisfy(
              action -> {
                assertThat(action.getTenant()).isEqualTo("acme");
                assertThat(action.getTarget()).isEqualTo("req_kept");
                assertThat(action.getRole()).isEqualTo("auditor");
                assertThat(action.getDetails()).isEqualTo(Map.of("parts", "prompt"));
              });
    }
  }

  /** Polls a search of an admin until it is done, and twice more; how many answers held a text. */
  private static long pagesThatShow(
      TestConsole console, TestConsole.Caller auditor, String requestId) throws Exception {
    String search = "/admin/audit/searches";
    String id = console.post(search, Map.of("requestId", requestId)).body().get("id").textValue();
    List<JsonNode> pages = new CopyOnWriteArrayList<>();
    await(
        () -> {
          pages.add(auditor.get(search + "/" + id).body());
          return pages.getLast().path("state").textValue().equals("done");
        });
    pages.add(auditor.get(search + "/" + id).body());
    pages.add(auditor.get(search + "/" + id).body());
    return pages.stream()
        .filter(page -> !page.at("/report/contents/0/text").asText().isEmpty())
        .count();
  }

  private static AuditedRequest request(String id) {
    return AuditedRequest.newBuilder()
        .setRequestId(id)
        .setCredentialId("key-1")
        .setOperation("chat")
        .setRequestedModel("gpt")
        .setRoute("default")
        .setPolicyVersion("v1")
        .setOutcome(Outcome.ANSWERED)
        .setReceivedAt(Instant.EPOCH)
        .setTotalUs(7)
        .setUsage(Usage.newBuilder().build())
        .build();
  }

  private static AuditContent kept(String requestId) {
    ByteBuffer body = ByteBuffer.wrap("a prompt".getBytes(StandardCharsets.UTF_8));
    return new AuditContent(
        requestId, "acme", Instant.EPOCH, "prompt", "full", BodyEncoding.IDENTITY, body);
  }

  private static <V extends SpecificRecord> void send(Topic<V> topic, V value) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka.clients(), new StringSerializer(), new ByteArraySerializer())) {
      byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), value);
      producer.send(new ProducerRecord<>(topic.name(), "key", bytes)).get();
    }
  }

  @Test
  void onlyAuditorsAndAdminsSeeTheTrailAndOnlyAdminsErase() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        CompactedTable<AuditedAction> log = follow()) {
      log.awaitCaughtUp(Duration.ofSeconds(10));
      Map<String, String> confirmed = Map.of("confirm", "acme");
      for (String role : List.of("viewer", "operator", "auditor")) {
        TestConsole.Caller caller = operator(console, role);
        int seen = role.equals("auditor") ? 200 : 403;

        assertThat(caller.get("/admin/audit/links").status()).as(role).isEqualTo(seen);
        assertThat(caller.get("/admin/audit/contents").status()).as(role).isEqualTo(seen);
        assertThat(caller.get("/admin/audit/searches").status()).as(role).isEqualTo(seen);
        if (seen == 403) {
          assertThat(caller.get("/admin/audit/searches/search-1").status()).isEqualTo(403);
          await(() -> found("audit.read", "forbidden", role).isPresent());
        }
        assertThat(caller.get("/admin/keys").status()).as(role).isEqualTo(403);
        assertThat(caller.post("/admin/tenants/acme/erase", confirmed).status())
            .as(role)
            .isEqualTo(403);
        await(() -> found("keys.destroy", "forbidden", role).isPresent());
      }

      String outcome =
          console
              .post("/admin/tenants/acme/erase", confirmed)
              .body()
              .at("/error/code")
              .asText("ok");

      await(() -> found("keys.destroy", outcome, "admin").isPresent());
      assertThat(found("keys.destroy", outcome, "admin").orElseThrow().getTenant())
          .isEqualTo("acme");
    }
  }

  @Test
  void aPolicyThatCameFromFilesIsRecordedAsTheConsolesOwnDeed() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        CompactedTable<AuditedAction> log = follow()) {
      log.awaitCaughtUp(Duration.ofSeconds(10));

      AuditedAction applied = found("policy.apply", "ok", "").orElseThrow();
      assertThat(applied.getOperatorId()).isEqualTo("console");
      assertThat(applied.getTarget()).isEqualTo(active(console));
      assertThat(applied.getDetails()).containsKey("source");
    }
  }

  @Test
  void pagesEndThoughEveryOneOfThemIsWrittenToWhatTheyAreOf() throws Exception {
    kafka.topics(1 << 20).ensure(List.of(Topics.AUDIT));
    TrailPages pages = new TrailPages(kafka);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka.clients(), new StringSerializer(), new ByteArraySerializer())) {
      Optional<TrailPages.Place> next = Optional.of(new TrailPages.Place(0, 0));
      int read = 0;
      Head head = Head.NONE;
      while (next.isPresent()) {
        AuditRecord link =
            Chain.next("acme", head, Instant.EPOCH, action("act_" + head.sequence()));
        head = Chain.head(link);
        byte[] bytes = kafka.serdes().serializer(Topics.AUDIT).serialize(Topics.AUDIT.name(), link);
        for (int partition = 0; partition < Topics.AUDIT.partitions(); partition++) {
          producer.send(new ProducerRecord<>(Topics.AUDIT.name(), partition, "acme", bytes)).get();
        }
        next = pages.links(next.get(), Optional.empty()).next();
        assertThat(++read).isLessThanOrEqualTo(Topics.AUDIT.partitions());
      }
      assertThat(read).isEqualTo(Topics.AUDIT.partitions());
    }
  }

  private static AuditedAction action(String id) {
    return AuditedAction.newBuilder()
        .setTenant("acme")
        .setAt(Instant.EPOCH)
        .setActionId(id)
        .setOperatorId("op_1")
        .setOperator("Au")
        .setRole("auditor")
        .setAction("audit.export")
        .setResult("ok")
        .build();
  }

  private CompactedTable<AuditedAction> follow() {
    return CompactedTable.follow(
        kafka.clients(),
        kafka.serdes(),
        Topics.ACTIONS,
        (key, action) -> {
          if (action != null) {
            actions.add(action);
          }
        });
  }

  private AuditedAction ended(String name) throws Exception {
    await(() -> found(name, "ok", "auditor").isPresent());
    return found(name, "ok", "auditor").orElseThrow();
  }

  private Optional<AuditedAction> found(String name, String result, String role) {
    return actions.stream()
        .filter(a -> a.getAction().equals(name))
        .filter(a -> a.getResult().equals(result) && a.getRole().equals(role))
        .findFirst();
  }

  private static TestConsole.Caller operator(TestConsole console, String role) throws Exception {
    JsonNode made =
        console.post("/admin/operators", Map.of("name", "A " + role, "role", role)).body();
    return console.as(made.get("key").textValue());
  }
}
