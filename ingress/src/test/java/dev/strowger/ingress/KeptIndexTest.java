package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KeptIndexTest {
  private final KeptIndex index = new KeptIndex(2);

  @Test
  void forgetsTheOldestFirst() {
    index.put("a", "team-a", place(1));
    index.put("b", "team-a", place(2));
    index.put("c", "team-a", place(3));

    assertThat(index.size()).isEqualTo(2);
    assertThat(index.find("a", "team-a")).isEmpty();
    assertThat(index.find("c", "team-a")).hasValue(place(3));
  }

  @Test
  void whoKeepsMuchDrivesOutItsOwnOnly() {
    index.put("b", "team-b", place(1));
    for (int i = 0; i < 1000; i++) {
      index.put("a" + i, "team-a", place(i));
    }

    assertThat(index.find("b", "team-b")).hasValue(place(1));
    assertThat(index.find("a999", "team-a")).isPresent();
    assertThat(index.size()).isEqualTo(2);
  }

  @Test
  void anotherTenantsIsNotThere() {
    index.put("a", "team-a", place(1));

    assertThat(index.find("a", "team-b")).isEmpty();
  }

  @Test
  void whatWasWrittenAgainStandsAtItsNewPlace() {
    index.put("a", "team-a", place(1));
    index.put("a", "team-a", place(2));
    index.gone("a", place(1));

    assertThat(index.size()).isEqualTo(1);
    assertThat(index.find("a", "team-a")).hasValue(place(2));
    index.gone("a", place(2));
    assertThat(index.size()).isZero();
  }

  @Test
  void keepsNothingIfItMayKeepNothing() {
    KeptIndex none = new KeptIndex(0);
    none.put("a", "team-a", place(1));

    assertThat(none.size()).isZero();
  }

  private static KeptIndex.Place place(long offset) {
    return new KeptIndex.Place(new TopicPartition("t", 0), offset, 10);
  }
}
