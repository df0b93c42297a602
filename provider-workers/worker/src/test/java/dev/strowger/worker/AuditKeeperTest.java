package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.process.Settings;
import dev.strowger.records.AuditContent;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.Body;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditKeeperTest {
  private static final int MOST = 1 << 20;

  private final AuditKeeper keeper = new AuditKeeper(MOST, new Bodies(Sealing.off()));

  private static Delivery delivery(String prompt, String answer) {
    return delivery("hello", prompt, answer);
  }

  private static Delivery delivery(String words, String prompt, String answer) {
    return Requests.delivery(
        Requests.planned(
            Requests.routed(
                Requests.request("req_1").setBody(Requests.body(words)).build(),
                Requests.step("one")),
            plan -> plan.setAudit(new AuditTerms(prompt, answer))));
  }

  private AuditKeeper.Told told(Delivery delivery) {
    EventRecord end =
        new Events(TimeSource.system(), () -> "n")
            .untried(delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR.label(), "");
    return keeper.told(delivery, end);
  }

  private static Terminal end(AuditKeeper.Told told) {
    return (Terminal) told.end().getDetail();
  }

  private static String text(AuditContent content) {
    return new String(new Body(content.getBodyEncoding(), content.getBody()).unpack(MOST), UTF_8);
  }

  private static String sha256(ByteBuffer bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void nothingIsKeptUnlessThePlanSaysSo() {
    Delivery delivery = delivery("none", "none");
    keeper.given(delivery, "{}".getBytes(UTF_8), false);

    AuditKeeper.Told told = told(delivery);

    assertThat(told.contents()).isEmpty();
    assertThat(end(told).getPromptHash()).isEmpty();
    assertThat(end(told).getAnswerHash()).isEmpty();
  }

  @Test
  void aHashIsOfThePlainBytes() throws Exception {
    AuditKeeper.Told told = told(delivery("hash", "none"));

    assertThat(told.contents()).isEmpty();
    assertThat(end(told).getPromptHash()).isEqualTo(sha256(Requests.body("hello")));
  }

  @Test
  void whatIsKeptInFullIsHashedAsItStandsInTheLog() throws Exception {
    Delivery delivery = delivery("full", "full");
    keeper.given(delivery, "{\"a\":1}".getBytes(UTF_8), false);

    AuditKeeper.Told told = told(delivery);

    assertThat(told.contents())
        .extracting(AuditContent::getPart)
        .containsExactly("prompt", "answer");
    assertThat(told.contents().get(0).getBody()).isEqualTo(Requests.body("hello"));
    assertThat(text(told.contents().get(1))).isEqualTo("{\"a\":1}");
    assertThat(end(told).getPromptHash()).isEqualTo(sha256(told.contents().get(0).getBody()));
    assertThat(end(told).getAnswerHash()).isEqualTo(sha256(told.contents().get(1).getBody()));
  }

  @Test
  void aStreamIsKeptInOnePieceAndOnlyOnce() {
    Delivery delivery = delivery("none", "full");
    keeper.begin(delivery);
    keeper.passed(delivery, "data: 1\n\n".getBytes(UTF_8));
    keeper.passed(delivery, "data: 2\n\n".getBytes(UTF_8));

    assertThat(told(delivery).contents())
        .extracting(AuditKeeperTest::text)
        .containsExactly("data: 1\n\ndata: 2\n\n");
    assertThat(told(delivery).contents()).isEmpty();
  }

  @Test
  void aStreamThatBeginsAnewHasNothingOfTheOneBefore() {
    Delivery delivery = delivery("none", "full");
    keeper.begin(delivery);
    keeper.passed(delivery, "data: 1\n\n".getBytes(UTF_8));
    keeper.begin(delivery);
    keeper.passed(delivery, "data: 2\n\n".getBytes(UTF_8));

    assertThat(told(delivery).contents())
        .extracting(AuditKeeperTest::text)
        .containsExactly("data: 2\n\n");
  }

  @Test
  void anAnswerThatIsTooLongIsCut() {
    Delivery delivery = delivery("none", "full");
    keeper.begin(delivery);
    keeper.passed(delivery, new byte[MOST - 1]);
    keeper.passed(delivery, new byte[10]);

    assertThat(told(delivery).contents().getFirst())
        .satisfies(
            content ->
                assertThat(new Body(content.getBodyEncoding(), content.getBody()).plainBytes())
                    .isEqualTo(MOST));
  }

  @Test
  void aDeliveryThatIsOverIsForgotten() {
    Delivery delivery = delivery("none", "full");
    keeper.given(delivery, "{}".getBytes(UTF_8), false);
    keeper.forget(delivery);

    assertThat(told(delivery).contents()).isEmpty();
  }

  @Test
  void redactedTextsAreWithoutWhatDetectorsFind() {
    AuditKeeper.Told told =
        told(delivery("first line\\nwrite to ann@example.com now\\nlast", "redacted", "none"));

    assertThat(text(told.contents().getFirst()))
        .contains("first line\\nwrite to <EMAIL_1> now\\nlast")
        .doesNotContain("ann@");
  }

  @Test
  void whatLiesAcrossTheEventsOfAStreamIsFound() {
    Delivery delivery = delivery("none", "redacted");
    keeper.begin(delivery);
    for (String piece : List.of("write to ann@exa", "mple.com")) {
      keeper.passed(
          delivery,
          ("data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":"
                  + "{\"content\":\""
                  + piece
                  + "\"}}]}\n\n")
              .getBytes(UTF_8));
    }

    assertThat(text(told(delivery).contents().getFirst()))
        .isEqualTo(
            "{\"choices\":[{\"text\":\"write to <EMAIL_1>\",\"refusal\":\"\","
                + "\"tool_calls\":false}]}");
  }

  @Test
  void promptAndAnswerHaveTheSameWordsInPlaceOfTheSame() {
    Delivery delivery = delivery("bob@example.com or ann@example.com", "redacted", "redacted");
    keeper.given(delivery, "{\"text\":\"it is ann@example.com\"}".getBytes(UTF_8), false);

    assertThat(told(delivery).contents())
        .extracting(AuditKeeperTest::text)
        .satisfiesExactly(
            prompt -> assertThat(prompt).contains("<EMAIL_1> or <EMAIL_2>"),
            answer -> assertThat(answer).isEqualTo("{\"text\":\"it is <EMAIL_2>\"}"));
  }

  @Test
  void ofAPromptThatCannotBeOpenedOnlyWhatStandsInTheLogIsKept(@TempDir Path keys)
      throws Exception {
    Settings settings =
        new Settings(Map.of("STROWGER_KMS", "local", "STROWGER_KEYS_DIR", keys.toString()));
    try (Sealing sealing = Sealing.start(settings.orThrow(SealingConfig.from(settings)))) {
      Bodies bodies = new Bodies(sealing);
      Delivery full = sealed(bodies, "full");

      AuditKeeper.Told told = told(full);

      assertThat(told.contents().getFirst().getBody()).isEqualTo(full.request().getBody());
      assertThat(end(told).getPromptHash()).isEqualTo(sha256(full.request().getBody()));
      for (String mode : List.of("hash", "redacted")) {
        AuditKeeper.Told nothing = told(sealed(bodies, mode));
        assertThat(nothing.contents()).isEmpty();
        assertThat(end(nothing).getPromptHash()).isEmpty();
      }
    }
  }

  private static Delivery sealed(Bodies bodies, String mode) {
    RoutedRecord plain = delivery("my words", mode, "none").routed();
    return Requests.delivery(bodies.seal(plain));
  }
}
