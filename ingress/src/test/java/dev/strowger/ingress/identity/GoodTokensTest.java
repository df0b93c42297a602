package dev.strowger.ingress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoodTokensTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final Identity ALICE = new Identity("jwt:a", "red", "", List.of());

  private final GoodTokens good = new GoodTokens();
  private final JWKSet keys = new JWKSet();

  @Test
  void aTokenIsKnownForAMinute() {
    keep("a", LATER);

    assertThat(known("a", NOW.plusSeconds(59))).isTrue();
    assertThat(known("b", NOW)).isFalse();
    assertThat(known("a", NOW.plusSeconds(60))).isFalse();
    assertThat(good.size()).as("what is over is given up").isZero();
  }

  @Test
  void aTokenIsNotKnownBeyondItsEnd() {
    keep("a", NOW.plusSeconds(5));

    assertThat(known("a", NOW.plusMillis(4_999))).isTrue();
    assertThat(known("a", NOW.plusSeconds(5))).isFalse();
  }

  @Test
  void keysThatWereFetchedAnewMakeAllTokensUnknown() {
    keep("a", LATER);

    assertThat(good.find(GoodTokens.hash("a"), new JWKSet(), NOW)).isEmpty();
  }

  @Test
  void theLeastUsedOnesAreGivenUp() {
    for (int i = 0; i < GoodTokens.MOST; i++) {
      keep("t" + i, LATER);
    }
    assertThat(known("t0", NOW)).isTrue();

    keep("one more", LATER);

    assertThat(good.size()).isEqualTo(GoodTokens.MOST);
    assertThat(known("t0", NOW)).isTrue();
    assertThat(known("t1", NOW)).isFalse();
  }

  private void keep(String token, Instant end) {
    good.keep(GoodTokens.hash(token), keys, ALICE, end, NOW);
  }

  private boolean known(String token, Instant now) {
    return good.find(GoodTokens.hash(token), keys, now).equals(java.util.Optional.of(ALICE));
  }
}
