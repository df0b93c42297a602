package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final FailedLogins failed = new FailedLogins(clock);

  @Test
  void anAddressIsKeptOutAfterTooManyUntilTheWindowIsOver() {
    for (int i = 0; i < FailedLogins.MOST; i++) {
      assertThat(failed.tooMany("10.0.0.1")).isFalse();
      failed.failed("10.0.0.1");
    }

    assertThat(failed.tooMany("10.0.0.1")).isTrue();
    assertThat(failed.tooMany("10.0.0.2")).isFalse();
    now = now.plus(FailedLogins.WINDOW).minus(Duration.ofMillis(1));
    assertThat(failed.tooMany("10.0.0.1")).isTrue();
    now = now.plusMillis(1);
    assertThat(failed.tooMany("10.0.0.1")).isFalse();
    failed.failed("10.0.0.1");
    assertThat(failed.tooMany("10.0.0.1")).as("counted anew").isFalse();
  }

  @Test
  void manyAddressesTakeNoMoreRoomThanSome() {
    for (int i = 0; i < FailedLogins.MOST; i++) {
      failed.failed("first");
    }
    for (int i = 0; i < 20_000; i++) {
      failed.failed("address-" + i);
    }

    assertThat(failed.tooMany("first")).as("forgotten, being the oldest").isFalse();
  }
}
