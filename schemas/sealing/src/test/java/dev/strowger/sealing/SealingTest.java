package dev.strowger.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.sealing.SealedException.Reason;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
  private static final byte[] PLAIN = "{\"secret\":\"of acme\"}".getBytes(UTF_8);

  @TempDir private Path directory;
  private final MovedClock clock = new MovedClock();
  private CountingKms kms =
      new CountingKms(new LocalKms(Path.of("none"), new SecureRandom(), clock));
  private Sealing sealing = Sealing.off();

  @BeforeEach
  void start() {
    kms = new CountingKms(new LocalKms(directory, new SecureRandom(), clock));
    sealing = sealing(new Retention(Map.of("health", Duration.ofDays(7))));
  }

  private Sealing sealing(Retention retention) {
    return new Sealing(
        Optional.of(kms),
        new SealingConfig(
            Optional.empty(), SealingConfig.KEY_CACHE, SealingConfig.RENEW, retention),
        clock,
        clock::nanos);
  }

  @Test
  void nothingIsSealedWithoutKms() {
    assertThat(Sealing.off().seal("acme", "", PLAIN)).isSameAs(PLAIN);
    assertThat(Sealing.off().keyed("acme", "0123")).isEqualTo("0123");
    assertThat(Sealing.off().ready("acme", "")).isTrue();
  }

  @Test
  void whatWasSealedElsewhereCannotBeOpenedWithoutKms() {
    byte[] sealed = sealing.seal("acme", "", PLAIN);

    assertThat(reason(() -> Sealing.off().open("acme", sealed))).isEqualTo(Reason.KMS_UNREACHABLE);
  }

  @Test
  void theSameBodySealedTwiceLooksDifferent() {
    assertThat(sealing.seal("acme", "", PLAIN)).isNotEqualTo(sealing.seal("acme", "", PLAIN));
  }

  @Test
  void theKmsIsAskedOnceAndNotForEachBody() {
    for (int i = 0; i < 100; i++) {
      assertThat(sealing.open("acme", sealing.seal("acme", "", PLAIN))).isEqualTo(PLAIN);
    }

    assertThat(kms.wraps()).isEqualTo(1);
    assertThat(kms.unwraps()).isEqualTo(1);
  }

  @Test
  void aDataKeyIsRenewedAfterAnHour() {
    byte[] first = sealing.seal("acme", "", PLAIN);
    clock.move(Duration.ofMinutes(59));
    sealing.seal("acme", "", PLAIN);
    assertThat(kms.wraps()).isEqualTo(1);

    clock.move(Duration.ofMinutes(2));
    byte[] later = sealing.seal("acme", "", PLAIN);

    assertThat(kms.wraps()).isEqualTo(2);
    assertThat(sealing.open("acme", first)).isEqualTo(PLAIN);
    assertThat(sealing.open("acme", later)).isEqualTo(PLAIN);
  }

  @Test
  void isReadyOnceTheKeysAreThere() {
    assertThat(sealing.ready("acme", "")).isFalse();

    byte[] sealed = sealing.seal("acme", "", PLAIN);
    String _ = sealing.keyed("acme", "ab");

    assertThat(sealing.ready("acme", "")).isTrue();
    assertThat(sealing.ready("other", "")).isFalse();
    assertThat(sealing.readyToOpen(PLAIN)).isTrue();
    assertThat(sealing.readyToOpen(sealed)).isFalse();
    sealing.open("acme", sealed);
    assertThat(sealing.readyToOpen(sealed)).isTrue();
  }

  @Test
  void whatIsDamagedIsSaidByOpeningAndNotByAskingWhetherItIsReady() {
    byte[] cut = java.util.Arrays.copyOf(sealing.seal("acme", "", PLAIN), 12);

    assertThat(sealing.readyToOpen(cut)).isTrue();
    assertThat(reason(() -> sealing.open("acme", cut))).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void anotherProcessForgetsADestroyedKeyWithinAMinute() {
    Sealing far = sealing(Retention.NONE);
    byte[] old = sealing.seal("acme", "", PLAIN);
    assertThat(far.open("acme", old)).isEqualTo(PLAIN);
    byte[] ofFar = far.seal("acme", "", PLAIN);

    assertThat(sealing.destroy("acme")).hasSize(1);
    assertThat(reason(() -> sealing.open("acme", old))).isEqualTo(Reason.KEY_GONE);
    clock.move(Duration.ofSeconds(60));

    assertThat(reason(() -> far.open("acme", old))).isEqualTo(Reason.KEY_GONE);
    assertThat(reason(() -> far.open("acme", ofFar))).isEqualTo(Reason.KEY_GONE);
    byte[] anew = far.seal("acme", "", PLAIN);
    assertThat(sealing.open("acme", anew)).isEqualTo(PLAIN);
    assertThat(far.open("acme", anew)).isEqualTo(PLAIN);
  }

  @Test
  void otherTenantsKeepTheirKeys() {
    byte[] other = sealing.seal("other", "", PLAIN);
    sealing.seal("acme", "", PLAIN);

    sealing.destroy("acme");

    assertThat(sealing.open("other", other)).isEqualTo(PLAIN);
  }

  @Test
  void keyedHashesDifferByTenantAndAfterTheKeyIsGone() {
    String ofAcme = sealing.keyed("acme", "0123456789abcdef");

    assertThat(ofAcme).hasSize(16).isNotEqualTo("0123456789abcdef");
    assertThat(sealing(Retention.NONE).keyed("acme", "0123456789abcdef")).isEqualTo(ofAcme);
    assertThat(sealing.keyed("other", "0123456789abcdef")).isNotEqualTo(ofAcme);
    sealing.destroy("acme");
    assertThat(sealing.keyed("acme", "0123456789abcdef")).isNotEqualTo(ofAcme);
    assertThat(sealing.keyed("acme", "")).isEmpty();
  }

  @Test
  void bodiesOfAClassAreDestroyedWhenTheirTimeIsOver() {
    byte[] general = sealing.seal("acme", "pii", PLAIN);
    byte[] health = sealing.seal("acme", "Health", PLAIN);
    clock.move(Duration.ofDays(7));
    assertThat(sealing.destroyOver()).isEmpty();
    assertThat(sealing.open("acme", health)).isEqualTo(PLAIN);

    clock.move(Duration.ofDays(1));

    assertThat(sealing.destroyOver())
        .singleElement()
        .satisfies(key -> assertThat(key.scope().dataClass()).isEqualTo("health"));
    assertThat(reason(() -> sealing.open("acme", health))).isEqualTo(Reason.KEY_GONE);
    assertThat(sealing.open("acme", general)).isEqualTo(PLAIN);
    assertThat(sealing.destroyOver()).isEmpty();
  }

  @Test
  void theClassWithTheShortestTimeCounts() {
    Retention retention =
        new Retention(Map.of("health", Duration.ofDays(7), "pii", Duration.ofDays(30)));

    assertThat(retention.strictest(List.of("other", "pii", "HEALTH"))).isEqualTo("health");
    assertThat(retention.strictest(List.of("other"))).isEmpty();
  }

  @Test
  void aKmsThatIsAwayIsNotADestroyedKey() {
    byte[] sealed = sealing.seal("acme", "", PLAIN);
    kms.away(true);

    assertThat(reason(() -> sealing.open("acme", sealed))).isEqualTo(Reason.KMS_UNREACHABLE);
    assertThat(sealing.seal("acme", "", PLAIN)).isNotEqualTo(PLAIN);
    clock.move(Duration.ofSeconds(61));
    assertThat(reason(() -> sealing.seal("acme", "", PLAIN))).isEqualTo(Reason.KMS_UNREACHABLE);

    kms.away(false);
    assertThat(sealing.open("acme", sealed)).isEqualTo(PLAIN);
  }

  static Reason reason(Runnable work) {
    try {
      work.run();
    } catch (SealedException e) {
      return e.reason();
    }
    throw new AssertionError("went well");
  }
}
