package dev.strowger.ingress;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests at one open door: whatever a test did to it, nothing is left and the next request works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDoor {
  DoorRig rig;
  DoorRig.Door door;

  @BeforeAll
  void open() throws Exception {
    rig = new DoorRig();
    door = rig.open(settings());
  }

  Map<String, String> settings() {
    return Map.of();
  }

  @AfterAll
  void close() throws Exception {
    rig.close();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    answersOne();
    Assertions.assertThat(rig.worker.idle()).isTrue();
    for (String gauge : List.of("in.flight", "pending", "streams", "buffered.bytes")) {
      DoorRig.await(gauge + " is 0", () -> gauge("strowger.door." + gauge) == 0);
    }
  }

  void answersOne() throws Exception {
    var sending = rig.sending(rig.chat(door, DoorRig.GOOD));
    rig.worker.answer(rig.worker.take(), "{}");
    Assertions.assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  double gauge(String name) {
    return door.probes().meters().get(name).gauge().value();
  }
}
