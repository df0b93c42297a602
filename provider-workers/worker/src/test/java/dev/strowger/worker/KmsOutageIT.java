package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Retry;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.StepRole;
import dev.strowger.records.Terminal;
import dev.strowger.sealing.Retention;
import dev.strowger.sealing.Sealing;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests whose keys are gone, or away for a while. */
class KmsOutageIT extends WorkerRig {
  private static final int COST = 2_000;

  private final OutageKms kms = new OutageKms();
  private Sealing door2 = Sealing.off();

  @BeforeEach
  void seal() {
    // So short that each step asks the KMS.
    Duration cache = Duration.ofMillis(1);
    sealing = new SealingConfig(Optional.of(() -> kms), cache, Duration.ofHours(1), Retention.NONE);
    door2 = Sealing.start(sealing);
  }

  @AfterEach
  void unseal() {
    door2.close();
  }

  private RoutedRecord sealed(RoutedRecord plain) {
    return new Bodies(door2).seal(plain);
  }

  private Failure failure(String requestId) throws Exception {
    return (Failure) log.reply(requestId).getResult();
  }

  private void endsWith(int status, String code) throws Exception {
    Failure failure = failure(id);
    assertThat(failure.getStatus()).isEqualTo(status);
    assertThat(failure.getCode()).isEqualTo(code);
    assertThat(failure.getRetryAfterMs()).isEqualTo(status == 503 ? (Long) 5_000L : null);
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aRequestWhoseKeyWasDestroyedIsErasedAndNobodyIsCalled() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWorkers();
    RoutedRecord routed = sealed(Requests.routed(request().build(), step("one")));
    assertThat(door2.destroy("team-a")).isNotEmpty();

    log.route(routed);

    endsWith(410, "content_erased");
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void aDamagedRequestEndsAsAFaultOfOursAndNobodyIsCalled() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWorkers();
    RoutedRecord routed = sealed(Requests.routed(request().build(), step("one")));
    var body = routed.getRequest().getBody();
    int last = body.limit() - 1;
    body.put(last, (byte) ~body.get(last));

    log.route(routed);

    endsWith(500, "internal_error");
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void aRequestWaitsForAKmsThatComesBack() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();
    RoutedRecord routed = sealed(Requests.routed(request().build(), step("one")));
    kms.away(true);

    log.route(routed);
    Log.await("a second try", () -> kms.refused() >= 2);
    kms.away(false);

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void aKmsIsWaitedForNoLongerThanTheRequestHasTime() throws Exception {
    ScriptedProvider one = provider("one", ScriptedProvider.answers());
    startWorkers();
    var request = request().setDeadline(Instant.now().plusMillis(1_500)).build();
    RoutedRecord routed = sealed(Requests.routed(request, step("one")));
    kms.away(true);

    log.route(routed);

    endsWith(503, "keys_unavailable");
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void oneInFourPlacesWaitsForTheKmsTheOthersAreAnsweredAtOnce() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers(Duration.ofSeconds(5), 8);
    List<RoutedRecord> routed =
        List.of("1", "2", "3", "4", "5", "6").stream()
            .map(n -> sealed(Requests.routed(request(id + n).build(), step("one"))))
            .toList();
    kms.away(true);

    for (RoutedRecord one : routed) {
      log.route(one);
    }
    Log.await("four refusals", () -> replies() == 4);
    assertThat(replies()).isEqualTo(4);
    kms.away(false);

    Log.await("all replies", () -> replies() == 6);
    assertThat(
            log.replies.stream()
                .filter(r -> r.getRequestId().startsWith(id))
                .map(r -> r.getResult() instanceof Failure f ? f.getCode() : "answered"))
        .containsExactlyInAnyOrder(
            "answered",
            "answered",
            "keys_unavailable",
            "keys_unavailable",
            "keys_unavailable",
            "keys_unavailable");
  }

  private long replies() {
    return log.replies.stream().filter(r -> r.getRequestId().startsWith(id)).count();
  }

  @Test
  void anAnswerThatCannotBeSealedIsNotGivenButBooked() throws Exception {
    ScriptedProvider one = provider("one", leaving(ScriptedProvider.answers()));
    startWorkers();

    log.route(sealed(Requests.routed(request().build(), step("one"))));

    endsWith(503, "keys_unavailable");
    assertThat(one.calls).hasValue(1);
    assertThat(costs()).containsExactly((long) COST);
  }

  @Test
  void aFailedCallIsBookedAlsoIfItsNextStepCannotBeSealed() throws Exception {
    provider("one", leaving(ScriptedProvider.fails(500, "server_error", "oops")));
    ScriptedProvider two = provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(sealed(Requests.routed(request().build(), once("one"), step("two"))));

    endsWith(503, "keys_unavailable");
    assertThat(log.attempts(id)).extracting(Attempt::getResult).containsExactly("provider_error");
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void aJudgedAnswerThatCannotBeSealedIsBookedWithItsJudge() throws Exception {
    provider("local", EscalationIT.says("Here it is."));
    provider("judge", leaving(EscalationIT.says("{\"grade\": 0.9}")));
    provider("paid", EscalationIT.says("never"));
    startWorkers();

    log.route(sealed(judged()));

    endsWith(503, "keys_unavailable");
    assertThat(costs()).containsExactly((long) COST, (long) COST);
  }

  @Test
  void noRivalStartsWhoseRecordCannotBeSealed() throws Exception {
    provider(
        "slow",
        exchange -> {
          kms.away(true);
          Log.await("the rival's tries", () -> kms.refused() >= Bodies.MOST_TRIES);
          kms.away(false);
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    ScriptedProvider fast = provider("fast", ScriptedProvider.answers());
    startWorkers();
    PlanStep hedged = PlanStep.newBuilder(once("slow")).setHedgeAfterMs(500).build();

    log.route(sealed(Requests.routed(request().build(), hedged, step("fast"))));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("slow"));
    assertThat(log.terminal(id).getProvider()).isEqualTo(pool("slow"));
    assertThat(fast.calls).hasValue(0);
  }

  @Test
  void theClientIsToldAtOnceAndItsEndIsClaimedWithTheAuditorsContents() throws Exception {
    provider("one", leaving(ScriptedProvider.answers()));
    startWorkers();
    RoutedRecord routed =
        Requests.planned(
            Requests.routed(request().build(), step("one")),
            plan -> plan.setAudit(new AuditTerms("full", "none")));

    log.route(sealed(routed));

    assertThat(failure(id).getCode()).isEqualTo("keys_unavailable");
    Log.await("tries for the auditors", () -> kms.refused() > Bodies.MOST_TRIES);
    assertThat(log.terminals(id)).isEmpty();
    kms.away(false);

    Terminal end = log.terminal(id);
    assertThat(end.getPromptHash()).isNotEmpty();
    assertThat(log.all(Topics.AUDIT_CONTENTS))
        .filteredOn(content -> content.getRequestId().equals(id))
        .singleElement()
        .satisfies(
            content -> assertThat(Sealing.isSealed(bytes(content.getBody().duplicate()))).isTrue());
  }

  @Test
  void aKmsIsWaitedForNoLongerThanThePatienceOfAWorker() throws Exception {
    MovedClock clock = new MovedClock(Instant.now());
    Delivery delivery = Requests.delivery(sealed(plain(request())));
    kms.away(true);
    kms.onRefusal(() -> clock.pass(Opening.PATIENCE.dividedBy(3)));

    assertThat(opened(delivery, clock.time())).isTrue();

    endsWith(503, "keys_unavailable");
    assertThat(kms.refused()).isEqualTo(3);
  }

  @Test
  void ofARivalThatCannotBeOpenedTheStepBesideItTellsTheEnd() throws Exception {
    RoutedRecord rival = RoutedRecord.newBuilder(sealed(plain(request(id)))).setRival(true).build();
    RoutedRecord alone = sealed(plain(request(id + "2")));
    assertThat(door2.destroy("team-a")).isNotEmpty();

    assertThat(opened(Requests.delivery(rival), TimeSource.system())).isTrue();
    assertThat(opened(Requests.delivery(alone), TimeSource.system())).isTrue();

    assertThat(failure(id + "2").getCode()).isEqualTo("content_erased");
    assertThat(log.terminal(id + "2").getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.replies.stream().filter(r -> r.getRequestId().equals(id))).isEmpty();
    assertThat(log.terminals(id)).isEmpty();
  }

  private RoutedRecord plain(RequestRecord.Builder request) {
    return Requests.routed(
        request.setDeadline(Instant.now().plusSeconds(600)).build(), step("one"));
  }

  private boolean opened(Delivery delivery, TimeSource time) throws Exception {
    try (Sealing own = Sealing.start(sealing);
        Publisher publisher = new Publisher(kafka, 1 << 20, new Bodies(own))) {
      Events events = new Events(time, () -> "n");
      Onward onward = new Onward(publisher, new Replies(publisher, false), events, time);
      return new Opening(new Untouched(), publisher.bodies(), onward, time, 8).run(delivery);
    }
  }

  /** Takes what could be opened, and tells nobody. */
  private static final class Untouched implements DeliveryWork {
    @Override
    public boolean run(Delivery delivery) {
      return true;
    }

    @Override
    public boolean fail(Delivery delivery) {
      return true;
    }

    @Override
    public void stop() {
      // Nothing runs.
    }
  }

  /** The KMS goes away while the provider works. */
  private ScriptedProvider.Script leaving(ScriptedProvider.Script script) {
    return exchange -> {
      kms.away(true);
      script.answer(exchange);
    };
  }

  private List<Long> costs() {
    return log.attempts(id).stream().map(Attempt::getCostMicros).toList();
  }

  private PlanStep once(String name) {
    return PlanStep.newBuilder(step(name))
        .setRetry(Retry.newBuilder().setMaxAttempts(1).build())
        .build();
  }

  private RoutedRecord judged() {
    PlanStep judge =
        PlanStep.newBuilder(step("judge"))
            .setRole(StepRole.JUDGE)
            .setJudgeAtLeast(0.7)
            .setJudgeCriteria("It is true.")
            .build();
    return Requests.routed(request().build(), step("local"), judge, step("paid"));
  }

  private static byte[] bytes(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
