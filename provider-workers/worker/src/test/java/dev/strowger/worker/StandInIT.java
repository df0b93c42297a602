package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInIT extends WorkerRig {
  @Test
  void requestsOfAPoolWithoutAWorkerMoveOnUntilOneIsBack() throws Exception {
    ScriptedProvider dead = provider("dead", ScriptedProvider.answers());
    var deadUrl = providers.remove(pool("dead"));
    elsewhere.add(pool("dead"));
    ScriptedProvider alive = provider("alive", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("dead"), step("alive")));

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    var end = log.terminal(id);
    assertThat(end.getProvider()).isEqualTo(pool("alive"));
    assertThat(end.getPath().getFirst().getResult()).isEqualTo("unreachable");
    assertThat(end.getPath().getFirst().getMessage())
        .isEqualTo("not asked: no worker of this pool is running");
    assertThat(log.attempts(id)).hasSize(1);
    assertThat(log.attempts(id).getFirst().getProvider()).isEqualTo(pool("alive"));

    log.route(
        RoutedRecord.newBuilder(
                Requests.routed(request(id + "-last").build(), step("alive"), step("dead")))
            .setStep(1)
            .build());
    assertThat(((Failure) log.reply(id + "-last").getResult()).getStatus()).isEqualTo(503);
    assertThat(log.terminal(id + "-last").getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.attempts(id + "-last")).isEmpty();

    gone(id + "-gone");
    rival(id + "-rival");
    log.route(Requests.routed(request(id + "-gone").build(), step("dead"), step("alive")));
    assertThat(log.terminal(id + "-gone").getOutcome()).isEqualTo(Outcome.ABANDONED);

    goesOn(id + "-goes-on");
    assertThat(log.terminal(id + "-goes-on").getOutcome()).isEqualTo(Outcome.FAILED);

    providers.clear();
    elsewhere.clear();
    providers.put(pool("dead"), deadUrl);
    startWorkers(Duration.ofSeconds(5), 512, Optional.of("back"));
    int before = alive.calls.get();
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (int i = 0; dead.calls.get() < 20 && System.nanoTime() < patience; i++) {
      String requestId = id + "-back-" + i;
      log.route(Requests.routed(request(requestId).build(), step("dead"), step("alive")));
      assertThat(log.reply(requestId).getResult()).isInstanceOf(Answer.class);
    }
    assertThat(dead.calls.get()).isGreaterThanOrEqualTo(20);
    assertThat(log.replies(id + "-rival")).isEmpty();
    assertThat(log.terminals(id + "-rival")).isEmpty();
    assertThat(log.attempts(id + "-rival")).isEmpty();
    int passedOver = alive.calls.get() - before;
    for (int i = 0; i < 20; i++) {
      String requestId = id + "-after-" + i;
      log.route(Requests.routed(request(requestId).build(), step("dead"), step("alive")));
      assertThat(log.reply(requestId).getProvider()).isEqualTo(pool("dead"));
    }
    assertThat(alive.calls.get()).isEqualTo(before + passedOver);
  }

  private void gone(String requestId) throws Exception {
    log.send(
        Topics.CANCELLATIONS, requestId, new CancelRecord(requestId, "gone", Instant.now(), -1));
  }

  /** Another step began the answer, which stopped all others, and broke off. */
  private void goesOn(String requestId) throws Exception {
    log.send(
        Topics.CANCELLATIONS, requestId, new CancelRecord(requestId, "faster", Instant.now(), 0));
    log.route(
        RoutedRecord.newBuilder(
                Requests.routed(
                    request(requestId).setStream(true).build(), step("alive"), step("dead")))
            .setStep(1)
            .setResume(true)
            .build());
  }

  private void rival(String requestId) throws Exception {
    log.route(
        RoutedRecord.newBuilder(
                Requests.routed(request(requestId).build(), step("dead"), step("alive")))
            .setRival(true)
            .build());
  }
}
