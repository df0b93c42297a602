package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SentEventsTest {
  private static final byte[] EVENT = "data: {}\n\n".getBytes(UTF_8);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RescueDesk desk =
      new RescueDesk(new IngressConfig.Rescue(100, 150, Duration.ofSeconds(1)), meters);

  @Test
  void streamsShareTheirRoomAndGiveItBack() {
    SentEvents one = guarded();
    SentEvents two = guarded();
    add(one, 2);
    add(two, 2);
    assertThat(held()).isEqualTo(136);

    add(two, 1);

    assertThat(held()).as("what of the second was kept is given back").isEqualTo(68);
    assertThat(notKept()).isEqualTo(1);
    one.release();
    assertThat(held()).isZero();
  }

  @Test
  void aStreamOverItsOwnBoundIsCountedOnce() {
    SentEvents one = guarded();

    add(one, 10);

    assertThat(held()).isZero();
    assertThat(notKept()).isEqualTo(1);
    assertThat(one.guarded()).isTrue();
  }

  @Test
  void whatIsNotGuardedIsNotKept() {
    SentEvents one = new SentEvents(desk);
    one.guard(false);

    add(one, 2);

    assertThat(held()).isZero();
    assertThat(notKept()).isZero();
    assertThat(one.guarded()).isFalse();
    assertThat(one.empty()).isFalse();
  }

  @Test
  void knowsWhereEventsEnd() {
    SentEvents one = guarded();
    one.add("data: {".getBytes(UTF_8));
    assertThat(one.wholeEvents()).isFalse();

    one.add("}\n\n".getBytes(UTF_8));

    assertThat(one.wholeEvents()).isTrue();
  }

  private SentEvents guarded() {
    SentEvents sent = new SentEvents(desk);
    sent.guard(true);
    return sent;
  }

  private static void add(SentEvents sent, int events) {
    for (int i = 0; i < events; i++) {
      sent.add(EVENT);
    }
  }

  private double held() {
    return meters.get("strowger.door.rescue.bytes").gauge().value();
  }

  private double notKept() {
    return meters.get("strowger.door.streams.not.kept").counter().count();
  }
}
