package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Attempt;
import dev.strowger.records.PlanStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateAnswersIT extends WorkerRig {
  private final CountDownLatch held = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    held.countDown();
  }

  @Test
  void anAnswerAfterItsDeadlineIsPaidForAndNotDelivered() throws Exception {
    provider(
        "slow",
        exchange -> {
          held.await();
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    provider("two", ScriptedProvider.answers());
    startWorkers();
    log.route(Requests.routed(request().build(), inAHurry("slow"), step("two")));
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("two"));

    held.countDown();

    paidLate();
  }

  @Test
  void aBodyThatIsNotCompleteInTimeIsReadOn() throws Exception {
    byte[] answer = ScriptedProvider.ANSWER.getBytes(StandardCharsets.UTF_8);
    provider(
        "slow",
        exchange -> {
          exchange.getResponseHeaders().add("content-type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer, 0, 20);
          exchange.getResponseBody().flush();
          held.await();
          exchange.getResponseBody().write(answer, 20, answer.length - 20);
        });
    provider("two", ScriptedProvider.answers());
    startWorkers();
    log.route(Requests.routed(request().build(), inAHurry("slow"), step("two")));
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("two"));

    held.countDown();

    paidLate();
  }

  @Test
  void aStopWaitsForALateAnswerNoLongerThanTheDrain() throws Exception {
    provider("slow", exchange -> held.await());
    provider("two", ScriptedProvider.answers());
    Workers workers = startWorkers(Duration.ofSeconds(1), 512);
    log.route(Requests.routed(request().build(), inAHurry("slow"), step("two")));
    log.terminal(id);
    long start = System.nanoTime();

    workers.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
  }

  private void paidLate() throws InterruptedException {
    Log.await("the late attempt", () -> late().size() == 1);
    assertThat(late().getFirst().getProvider()).isEqualTo(pool("slow"));
    assertThat(late().getFirst().getUsage().getOutputTokens()).isEqualTo(200);
    assertThat(late().getFirst().getCostMicros()).isEqualTo(1000 + 1000);
    assertThat(log.replies(id)).hasSize(1);
    assertThat(log.terminals(id)).hasSize(1);
  }

  private List<Attempt> late() {
    return log.attempts(id).stream().filter(a -> a.getResult().equals("late")).toList();
  }

  private PlanStep inAHurry(String name) {
    return PlanStep.newBuilder(step(name)).setMaxLatencyMs(300).build();
  }
}
