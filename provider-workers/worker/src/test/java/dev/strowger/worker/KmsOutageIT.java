package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.Sealing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests whose keys are gone, or away for a while. */
class KmsOutageIT extends KmsRig {
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
}
