package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.FakeWorker.Taken;
import dev.strowger.process.Settings;
import dev.strowger.records.ResponseRecord;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A door whose bodies stand sealed in the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedDoorIT extends KeptDoor {
  private static final String TENANT = "team-a";

  /** The door opens before a temporary directory of a test would be there. */
  private final Path keys = directory();

  private static Path directory() {
    try {
      return Files.createTempDirectory("strowger-keys");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("STROWGER_KMS", "local");
    settings.put("STROWGER_KEYS_DIR", keys.resolve("of-tenants").toString());
    settings.put("STROWGER_KEY_CACHE", "200ms");
    return settings;
  }

  private Sealing sealing() {
    Settings settings = new Settings(settings());
    return Sealing.start(settings.orThrow(SealingConfig.from(settings)));
  }

  @Test
  void bodiesOfRequestsStandSealedInTheLog() throws Exception {
    String large = DoorRig.GOOD.replace("}]", "},{\"role\":\"user\",\"content\":\"%s\"}]");
    for (String body : new String[] {DoorRig.GOOD, large.formatted("long ".repeat(30_000))}) {
      var sending = rig.sending(rig.chat(door, body));
      Taken taken = rig.worker.take();
      rig.worker.answer(taken, "{}");
      sending.get(20, TimeUnit.SECONDS);

      byte[] sealed = bytes(taken.request().getBody());
      assertThat(Sealing.isSealed(sealed)).isTrue();
      try (Sealing sealing = sealing()) {
        byte[] packed = sealing.open(TENANT, sealed);
        assertThat(
                new dev.strowger.topics.Body(
                        taken.request().getBodyEncoding(), ByteBuffer.wrap(packed))
                    .unpack(1 << 20))
            .isEqualTo(body.getBytes(UTF_8));
      }
    }
  }

  @Test
  void sealedAnswersAreOpenedForTheirClient() throws Exception {
    try (Sealing sealing = sealing()) {
      var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
      Taken taken = rig.worker.take();
      rig.worker.answer(taken, sealing.seal(TENANT, "", "{\"sealed\":1}".getBytes(UTF_8)));

      assertThat(sending.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"sealed\":1}");
    }
  }

  @Test
  void whatWasKeptIsGoneOnceItsKeyIs() throws Exception {
    String id = id();
    try (Sealing sealing = sealing()) {
      ResponseRecord plain = kept(id, TENANT);
      rig.put(
          Topics.RESPONSES,
          id,
          ResponseRecord.newBuilder(plain)
              .setRequest(seal(sealing, plain.getRequest()))
              .setResponse(seal(sealing, plain.getResponse()))
              .build());
      assertThat(get(DoorRig.KEY, id).body()).contains("\"two\"");
      assertThat(get(DoorRig.KEY, id + "/input_items").body()).contains("one");

      assertThat(sealing.destroy(TENANT)).isNotEmpty();
      DoorRig.await("the door has forgotten the key", () -> status(id) == 410);

      assertThat(get(DoorRig.KEY, id).body()).contains("content_erased");
      assertThat(rig.send(goingOn(id, "three")).statusCode()).isEqualTo(410);
      answersOne();
    }
  }

  @Test
  void aKmsThatIsAwayIsAReasonToComeBack() throws Exception {
    answersOne();
    Path directory = keys.resolve("of-tenants");
    Path aside = keys.resolve("aside");
    Files.move(directory, aside);
    Files.writeString(directory, "in the way");
    try {
      DoorRig.await("the door has forgotten its key", () -> refused().statusCode() == 503);
      HttpResponse<String> refused = refused();

      assertThat(refused.body()).contains("keys_unavailable");
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
    } finally {
      Files.delete(directory);
      Files.move(aside, directory);
    }
    answersOne();
  }

  private HttpResponse<String> refused() {
    try {
      var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
      while (!sending.isDone()) {
        if (!rig.worker.idle()) {
          rig.worker.answer(rig.worker.take(), "{}");
        }
        Thread.sleep(5);
      }
      return sending.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int status(String id) {
    try {
      return get(DoorRig.KEY, id).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer seal(Sealing sealing, ByteBuffer plain) {
    return ByteBuffer.wrap(sealing.seal(TENANT, "", bytes(plain)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
