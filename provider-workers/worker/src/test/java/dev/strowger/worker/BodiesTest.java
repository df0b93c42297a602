package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Usage;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.worker.cache.Question;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodiesTest {
  private static final String WORDS = "the words of acme";

  @TempDir private Path keys;
  private Sealing sealing = Sealing.off();
  private Bodies bodies = new Bodies(sealing);

  @BeforeEach
  void start() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_KMS", "local",
                "STROWGER_KEYS_DIR", keys.toString(),
                "STROWGER_RETENTION_BY_CLASS", "health=7d"));
    sealing = Sealing.start(settings.orThrow(SealingConfig.from(settings)));
    bodies = new Bodies(sealing);
  }

  @AfterEach
  void stop() {
    sealing.close();
  }

  private static ByteBuffer words() {
    return ByteBuffer.wrap(WORDS.getBytes(UTF_8));
  }

  private static RequestRecord request(String dataClass) {
    return WorkerRecords.request(dataClass, words());
  }

  private static String text(ByteBuffer buffer) {
    return ISO_8859_1.decode(buffer.duplicate()).toString();
  }

  @Test
  void whatIsSealedForTheLogComesBackPlain() {
    RequestRecord plain = request("");

    RequestRecord sealed =
        RequestRecord.newBuilder(plain).setBody(bodies.seal(plain, plain.getBody())).build();

    assertThat(text(sealed.getBody())).doesNotContain(WORDS);
    assertThat(text(bodies.open(sealed).getBody())).isEqualTo(WORDS);
  }

  @Test
  void whatIsSealedAlreadyStaysAsItIs() {
    RequestRecord plain = request("");
    ByteBuffer once = bodies.seal(plain, words());

    assertThat(bodies.seal(plain, once)).isSameAs(once);
  }

  @Test
  void theClassOfTheDataNamesTheKey() {
    assertThat(text(bodies.seal(request("health"), words()))).contains(".health.");
    assertThat(text(bodies.seal(request("other"), words()))).contains(".general.always");
  }

  @Test
  void shadowResultsWithoutAnAnswerHaveNothingToSeal() {
    ShadowResult.Builder result =
        ShadowResult.newBuilder()
            .setRequestId("req_1")
            .setTenant("acme")
            .setCredentialId("cred")
            .setShadow("s")
            .setRoute("r")
            .setPolicyVersion("v")
            .setAt(Instant.EPOCH)
            .setProvider("p")
            .setModel("m")
            .setResult("answered")
            .setUsage(new Usage());

    assertThat(bodies.seal(request(""), result.build()).getBody()).isNull();
    assertThat(text(bodies.seal(request(""), result.setBody(words()).build()).getBody()))
        .doesNotContain(WORDS);
  }

  @Test
  void keysOfTheCacheDifferFromPlainHashesAndByTenant() {
    Question question = new Question("a".repeat(64), "");

    Question keyed = bodies.keyed("acme", question);

    assertThat(keyed.key()).hasSize(64).isNotEqualTo(question.key());
    assertThat(keyed.context()).isEmpty();
    assertThat(bodies.keyed("acme", question)).isEqualTo(keyed);
    assertThat(bodies.keyed("other", question)).isNotEqualTo(keyed);
    assertThat(new Bodies(Sealing.off()).keyed("acme", question)).isEqualTo(question);
  }

  @Test
  void aCachedAnswerWhoseKeyIsGoneHasNoDirectionAndCannotBeGiven() {
    CacheRecord sealed = bodies.seal(request(""), cached());
    assertThat(text(bodies.openDirection(sealed).getEmbedding())).isEqualTo(WORDS);
    assertThat(text(bodies.open(sealed).getBody())).isEqualTo(WORDS);

    sealing.destroy("acme");

    assertThat(bodies.openDirection(sealed).getEmbedding()).isNull();
    assertThatThrownBy(() -> bodies.open(sealed)).isInstanceOf(SealedException.class);
  }

  private static CacheRecord cached() {
    return CacheRecord.newBuilder()
        .setTenant("acme")
        .setSpace("s")
        .setRoute("r")
        .setProvider("p")
        .setModel("m")
        .setAt(Instant.EPOCH)
        .setExpiresAt(Instant.EPOCH)
        .setApi("chat_completions")
        .setBody(words())
        .setUsage(new Usage())
        .setEmbedding(words())
        .build();
  }

  /** Requests as the log has them. */
  private static final class WorkerRecords {
    private WorkerRecords() {}

    static RequestRecord request(String dataClass, ByteBuffer body) {
      return RequestRecord.newBuilder()
          .setRequestId("req_1")
          .setTenant("acme")
          .setCredentialId("cred")
          .setOperation("chat")
          .setModel("m")
          .setStream(false)
          .setReceivedAt(Instant.EPOCH)
          .setReceivedAtUs(0)
          .setDeadline(Instant.EPOCH)
          .setFacts(RequestFacts.newBuilder().setDataClass(dataClass).build())
          .setReplyTo(new dev.strowger.records.ReplyAddress("i", "t", "http://127.0.0.1:1"))
          .setBody(body)
          .build();
    }
  }
}
