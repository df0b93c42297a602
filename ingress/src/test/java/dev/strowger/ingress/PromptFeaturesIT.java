package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.DoorRig.Door;
import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.records.CustomDetector;
import dev.strowger.records.FeatureNeeds;
import dev.strowger.records.IntentExamples;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door finds out about a prompt stands in its record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromptFeaturesIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final FeatureNeeds ALL =
      FeatureNeeds.newBuilder()
          .setHeaders(List.of("x-department", "authorization"))
          .setLanguage(true)
          .setDetectors(true)
          .setEmbedding(true)
          .setIntents(
              List.of(
                  new IntentExamples(
                      "code",
                      List.of(
                          "Write a Python function that sorts a list",
                          "Why does my Java program crash?",
                          "Fix this bug in my code")),
                  new IntentExamples(
                      "support", List.of("Where is my order?", "I want a refund for my purchase"))))
          .setCustomDetectors(List.of(new CustomDetector("patient", "PAT-\\d{6}", "health")))
          .setDetectorClasses(Map.of("pii.iban", "payment"))
          .build();

  private DoorRig rig;
  private Door door;
  private int version;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
    // Patient: the machine of a test may be busy.
    door = rig.open(Map.of("STROWGER_FEATURE_TIMEOUT", "20s"));
    policy(ALL);
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @Test
  void theWordsOfAPromptAreLookedAt() throws Exception {
    RequestFacts facts =
        facts(
            chat(
                "Schreibe bitte eine Python Funktion, die eine Liste sortiert. Hilf PAT-123456,"
                    + " IBAN DE89 3704 0044 0532 0130 00"));

    assertThat(facts.getLanguage()).isEqualTo("de");
    assertThat(facts.getIntents()).containsOnlyKeys("code", "support");
    assertThat(facts.getIntents().get("code")).isGreaterThan(facts.getIntents().get("support"));
    assertThat(facts.getDetected()).contains("patient", "pii.iban").doesNotContain("undetermined");
    assertThat(facts.getDetectedClasses()).contains("health", "payment");
    assertThat(facts.getEmbedding().remaining()).isEqualTo(384);
    assertThat(facts.getPolicyVersion()).isEqualTo("v" + version);
  }

  @Test
  void aPromptWithoutPersonalDataHasNoDataClass() throws Exception {
    RequestFacts facts = facts(chat("Where is my order?"));

    assertThat(facts.getDetected()).isEmpty();
    assertThat(facts.getDetectedClasses()).isEmpty();
    assertThat(facts.getIntents().get("support")).isGreaterThan(0.5);
  }

  @Test
  void whatCannotBeLookedAtIsUndetermined() throws Exception {
    RequestFacts facts =
        facts(
            post(
                "{'model':'m','messages':[{'role':'user','content':[{'type':'text','text':'what is"
                    + " this?'},{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]}"));

    assertThat(facts.getDetected()).containsExactly("undetermined");
    assertThat(facts.getNeeds()).containsExactly("vision");
  }

  @Test
  void headersAndMetadataOfTheClientArrive() throws Exception {
    RequestFacts facts =
        facts(
            post("{'model':'m','user':'jane','metadata':{'app':'shop','stage':'test'},"
                    + "'messages':[{'role':'user','content':'hello'}]}")
                .header("x-strowger-tag-stage", "prod")
                .header("X-Strowger-Data-Class", "confidential")
                .header("x-department", "claims")
                .header("x-other", "no")
                .header("x-strowger-cache", "bypass"));

    assertThat(facts.getTags()).containsOnly(Map.entry("app", "shop"), Map.entry("stage", "prod"));
    assertThat(facts.getDataClass()).isEqualTo("confidential");
    assertThat(facts.getHeaders()).containsOnly(Map.entry("x-department", "claims"));
    assertThat(facts.getCacheMode()).isEqualTo("bypass");
    assertThat(facts.getUser()).matches("[0-9a-f]{32}").doesNotContain("jane");
  }

  @Test
  void allTurnsOfAConversationShareAKey() throws Exception {
    String first = "{'role':'system','content':'S'},{'role':'user','content':'one'}";
    String more = ",{'role':'assistant','content':'a'},{'role':'user','content':'two'}";
    String one = facts(post("{'model':'m','messages':[" + first + "]}")).getConversation();
    String two = facts(post("{'model':'m','messages':[" + first + more + "]}")).getConversation();
    String other = facts(chat("one")).getConversation();

    assertThat(one).matches("[0-9a-f]{32}").isEqualTo(two).isNotEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource({
    "x-strowger-cache, maybe",
    "x-strowger-explain, yes",
    "x-strowger-data-class, a b",
    "x-strowger-tag-a b, x"
  })
  void headersThatCannotBeAreRefused(String name, String value) throws Exception {
    if (name.contains(" ")) {
      name = "x-strowger-tag-" + "n".repeat(65);
    }
    var answer = rig.send(post(DoorRig.GOOD).header(name, value).build());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_value").contains("x-strowger-");
  }

  @Test
  void aClientThatWantsToKnowWhyIsTold() throws Exception {
    var sending = rig.sending(post(DoorRig.GOOD).header("x-strowger-explain", "true").build());
    Taken taken = rig.worker.take();
    assertThat(taken.request().getExplain()).isTrue();
    rig.worker.answer(taken, "{}");

    assertThat(sending.get().headers().firstValue("x-strowger-decision")).hasValue(FakeWorker.WHY);
  }

  @Test
  void aChangedPolicyIsFollowedAndAskedForNothingMore() throws Exception {
    policy(FeatureNeeds.newBuilder().setHeaders(List.of()).build());
    try {
      RequestFacts facts = facts(chat("Mail jane@example.com, bitte auf Deutsch"));

      assertThat(facts.getLanguage()).isEmpty();
      assertThat(facts.getDetected()).isEmpty();
      assertThat(facts.getEmbedding()).isNull();
    } finally {
      policy(ALL);
    }
  }

  @Test
  void detectorsThatCannotBeMadeLeaveDataClassesUndetermined() throws Exception {
    policy(
        FeatureNeeds.newBuilder()
            .setDetectors(true)
            .setCustomDetectors(List.of(new CustomDetector("odd", "(", "x")))
            .build());
    try {
      assertThat(facts(chat("hello")).getDetected()).containsExactly("undetermined");
    } finally {
      policy(ALL);
    }
  }

  @Test
  void aPromptThatTakesTooLongGoesOnUndetermined() throws Exception {
    try (Door hurried =
        rig.open(
            Map.of(
                "STROWGER_FEATURE_TIMEOUT", "1ms",
                "STROWGER_FEATURE_THREADS", "1",
                "STROWGER_FEATURE_QUEUE", "1",
                "STROWGER_INSTANCE", "hurried"))) {
      String text = "a word or two about nothing, ".repeat(8_000);
      for (int i = 0; i < 3; i++) {
        var sending = rig.sending(rig.chat(hurried, body(text)));
        Taken taken = rig.worker.take();
        rig.worker.answer(taken, "{}");
        assertThat(sending.get().statusCode()).isEqualTo(200);
        assertThat(taken.request().getFacts().getDetected()).contains("undetermined");
      }
      assertThat(hurried.probes().meters().find("strowger.door.features.missed").counters())
          .isNotEmpty();
    }
  }

  private static String body(String text) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
  }

  private HttpRequest.Builder chat(String text) {
    return rig.request(door, CHAT).POST(BodyPublishers.ofString(body(text)));
  }

  private HttpRequest.Builder post(String body) {
    return rig.request(door, CHAT).POST(BodyPublishers.ofString(body.replace('\'', '"')));
  }

  private RequestFacts facts(HttpRequest.Builder request) throws Exception {
    var sending = rig.sending(request.build());
    Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");
    assertThat(sending.get().statusCode()).isEqualTo(200);
    return taken.request().getFacts();
  }

  /** Publishes it, and waits until the door goes by it. */
  private void policy(FeatureNeeds needs) throws Exception {
    version++;
    rig.put(
        Topics.POLICIES,
        "active",
        PolicyRecord.newBuilder()
            .setVersion("v" + version)
            .setPublishedAt(Instant.ofEpochSecond(1_700_000_000L))
            .setSource("test")
            .setRoutesYaml("")
            .setModelsYaml("")
            .setProviders(List.of())
            .setServed(List.of())
            .setNeeds(needs)
            .build());
    DoorRig.await("the policy is followed", () -> door.ingress().looksBy("v" + version));
  }
}
