package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitFrontierTest {
  @Test
  void standsAtTheStartBeforeAnythingBegins() {
    assertThat(new CommitFrontier(42).committable()).isEqualTo(42);
  }

  @Test
  void waitsForTheOldestOpenOffset() {
    CommitFrontier frontier = new CommitFrontier(10);
    frontier.begin(10);
    frontier.begin(11);
    frontier.begin(12);

    frontier.done(11);
    frontier.done(12);

    assertThat(frontier.committable()).isEqualTo(10);
    frontier.done(10);
    assertThat(frontier.committable()).isEqualTo(13);
  }

  @Test
  void isNotHeldUpByOffsetsThatAreMissingInTheLog() {
    CommitFrontier frontier = new CommitFrontier(10);
    frontier.begin(10);
    frontier.begin(15);

    frontier.done(10);

    assertThat(frontier.committable()).isEqualTo(15);
    frontier.done(15);
    assertThat(frontier.committable()).isEqualTo(16);
  }

  @Test
  void refusesAnOffsetThatWasThere() {
    CommitFrontier frontier = new CommitFrontier(10);
    frontier.begin(12);

    assertThatThrownBy(() -> frontier.begin(12)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isFullWhenOneSlowRequestHoldsBackAMillionOthers() {
    CommitFrontier frontier = new CommitFrontier(0);
    frontier.begin(0);
    for (int offset = 1; offset < CommitFrontier.MAX_SPAN - 1; offset++) {
      frontier.begin(offset);
      frontier.done(offset);
    }
    assertThat(frontier.full()).isFalse();

    frontier.begin(CommitFrontier.MAX_SPAN - 1);

    assertThat(frontier.full()).isTrue();
    frontier.done(0);
    assertThat(frontier.full()).isFalse();
  }

  @Test
  void agreesWithASetOfOpenOffsetsInAnyOrderOfCompletion() {
    for (int seed = 0; seed < 50; seed++) {
      agreesWithASet(new Random(seed), "seed " + seed);
    }
  }

  private static void agreesWithASet(Random random, String seed) {
    CommitFrontier frontier = new CommitFrontier(1000);
    TreeSet<Long> open = new TreeSet<>();
    long next = 1000;
    for (int round = 0; round < 200; round++) {
      int begun = random.nextInt(100);
      for (int i = 0; i < begun; i++) {
        next += random.nextInt(20) == 0 ? 2 : 0;
        frontier.begin(next);
        open.add(next);
        next++;
      }
      List<Long> done = new ArrayList<>(open);
      Collections.shuffle(done, random);
      for (Long offset : done.subList(0, random.nextInt(done.size() + 1))) {
        frontier.done(offset);
        open.remove(offset);
      }
      long expected = open.isEmpty() ? next : open.first();
      assertThat(frontier.committable()).as(seed + ", round " + round).isEqualTo(expected);
    }
  }
}
