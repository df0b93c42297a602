package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownTopicsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MovedClock clock = new MovedClock(Instant.EPOCH);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Boolean> virtual = new CopyOnWriteArrayList<>();
  private final CountDownLatch answer = new CountDownLatch(1);
  private KnownTopics topics = topics(10, LONG, topic -> {});

  private KnownTopics topics(int most, Duration patience, KnownTopics.Asker asker) {
    return new KnownTopics(
        topic -> {
          virtual.add(Thread.currentThread().isVirtual());
          asked.add(topic);
          asker.ask(topic);
        },
        clock.time(),
        most,
        patience);
  }

  private void answered(String topic) {
    try {
      assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new KafkaException(topic, e);
    }
  }

  @AfterEach
  void close() {
    answer.countDown();
    topics.close();
  }

  @Test
  void aTopicIsAskedForOnceByAPlatformThread() throws Exception {
    topics.await("a");
    topics.await("a");
    topics.await("b");

    assertThat(asked).containsExactly("a", "b");
    assertThat(virtual).containsOnly(false);
  }

  @Test
  void allWhoNeedATopicWaitForOneQuestion() throws Exception {
    topics.close();
    topics = topics(10, LONG, this::answered);
    List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      waiting.add(done);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  topics.await("a");
                  done.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                  done.completeExceptionally(e);
                }
              });
    }
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    answer.countDown();

    CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void whatIsExpectedIsNotAskedForAgain() throws Exception {
    topics.expect(List.of("a", "b"));
    topics.await("a");
    topics.await("b");

    assertThat(asked).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aQuestionThatFailsIsAskedAgainByTheNext() throws Exception {
    topics.close();
    topics =
        topics(
            10,
            LONG,
            topic -> {
              if (asked.size() == 1) {
                throw new KafkaException("no such topic");
              }
            });

    assertThatThrownBy(() -> topics.await("a"))
        .isInstanceOf(KafkaException.class)
        .hasMessage("no such topic");
    topics.await("a");

    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void nobodyWaitsWithoutABound() {
    topics.close();
    topics = topics(10, Duration.ofMillis(20), this::answered);

    assertThatThrownBy(() -> topics.await("a")).isInstanceOf(TimeoutException.class);
  }

  @Test
  void theTopicUsedLeastRecentlyIsForgotten() throws Exception {
    topics.close();
    topics = topics(2, LONG, topic -> {});
    topics.await("a");
    topics.await("b");
    topics.await("a");
    topics.await("c");
    topics.await("a");
    topics.await("b");

    assertThat(asked).containsExactly("a", "b", "c", "b");
  }

  @Test
  void aTopicThatTheProducerMayForgetIsAskedForAgain() throws Exception {
    topics.await("a");
    clock.pass(KnownTopics.KNOWN.minusSeconds(1));
    topics.await("a");
    clock.pass(KnownTopics.KNOWN.minusSeconds(1));
    topics.await("a");
    assertThat(asked).containsExactly("a");

    clock.pass(KnownTopics.KNOWN);
    topics.await("a");

    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void anEndWakesWhoeverWaits() throws Exception {
    topics.close();
    topics = topics(10, LONG, this::answered);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    topics.expect(List.of("a"));
    Thread.ofVirtual()
        .start(
            () -> {
              begun.countDown();
              try {
                topics.await("a");
              } catch (InterruptedException | RuntimeException e) {
                thrown.complete(e);
              }
            });
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    topics.close();

    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(KafkaException.class);
  }
}
