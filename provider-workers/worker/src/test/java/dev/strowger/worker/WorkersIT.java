package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Provider;
import dev.strowger.records.Answer;
import dev.strowger.records.Attempt;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkersIT extends WorkerRig {
  @Test
  void answersOverTheLogAndTellsWhatItCost() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    ReplyRecord reply = log.reply(id);
    assertThat(reply.getProvider()).isEqualTo(pool("one"));
    assertThat(reply.getAttempts()).isEqualTo(1);
    assertThat(reply.getResult()).isInstanceOf(Answer.class);
    String body = StandardCharsets.UTF_8.decode(((Answer) reply.getResult()).getBody()).toString();
    assertThat(body).contains("\"content\":\"hi\"");
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getCostMicros()).isEqualTo(1000 + 1000);
    assertThat(end.getUsage().getInputTokens()).isEqualTo(1000);
    assertThat(end.getFinishReason()).isEqualTo("stop");
    assertThat(end.getTotalUs()).isEqualTo(end.getProviderUs() + end.getOverheadUs());
    assertThat(end.getPath()).hasSize(1);
    Attempt attempt = log.attempts(id).getFirst();
    assertThat(attempt.getResult()).isEqualTo("answered");
    assertThat(attempt.getPriced()).isTrue();
  }

  @Test
  void sendsTheProvidersKey() throws Exception {
    authentication = new Provider.Authentication.Header("authorization", "Bearer ", "SOME_KEY");
    secret = new Secret.Key(new ApiKey("sk-secret"));
    ScriptedProvider provider = provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    assertThat(log.reply(id).getSimulated()).isFalse();
    assertThat(provider.authorization).isEqualTo("Bearer sk-secret");
  }

  @Test
  void marksWhatASimulatorAnswered() throws Exception {
    simulated = true;
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one")));

    assertThat(log.reply(id).getSimulated()).isTrue();
    assertThat(log.terminal(id).getSimulated()).isTrue();
    assertThat(log.attempts(id).getFirst().getSimulated()).isTrue();
  }

  @Test
  void advancesToTheNextPoolWhenAProviderIsOverloaded() throws Exception {
    provider("one", ScriptedProvider.fails(503, "server_error", "busy"));
    provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(log.reply(id).getAttempts()).isEqualTo(4);
    Terminal end = log.terminal(id);
    assertThat(end.getPath())
        .extracting(s -> s.getResult())
        .containsExactly("overloaded", "overloaded", "overloaded", "answered");
    assertThat(log.attempts(id)).extracting(Attempt::getNumber).containsExactly(1, 2, 3, 4);
    assertThat(log.attempts(id).getFirst().getHttpStatus()).isEqualTo(503);
  }

  @Test
  void advancesWhenNobodyListens() throws Exception {
    providers.put(pool("one"), URI.create("http://127.0.0.1:1/v1"));
    provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    assertThat(log.terminal(id).getPath().getFirst().getResult()).isEqualTo("unreachable");
  }

  @Test
  void advancesWhenTheLatencyTargetIsMissed() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider("one", exchange -> never.await());
    provider("two", ScriptedProvider.answers());
    startWorkers();
    var slow = PlanStep.newBuilder(step("one")).setMaxLatencyMs(200).build();

    log.route(Requests.routed(request().build(), slow, step("two")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("two"));
    var first = log.terminal(id).getPath().getFirst();
    assertThat(first.getResult()).isEqualTo("timeout");
    assertThat(first.getMessage()).contains("max_latency_ms 200");
    assertThat(first.getLatencyUs()).isBetween(200_000L, 2_000_000L);
    never.countDown();
  }

  @Test
  void passesTheClientsOwnFaultBack() throws Exception {
    provider("one", ScriptedProvider.fails(400, "invalid_request_error", "temperature is odd"));
    ScriptedProvider second = provider("two", ScriptedProvider.answers());
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(400);
    assertThat(failure.getType()).isEqualTo("invalid_request_error");
    assertThat(failure.getMessage()).contains("temperature is odd");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(second.calls).hasValue(0);
  }

  @Test
  void tellsTheReasonOfEveryTargetWhenAllFail() throws Exception {
    provider("one", ScriptedProvider.fails(503, "server_error", "busy"));
    provider("two", ScriptedProvider.fails(500, "server_error", "oops"));
    startWorkers();

    log.route(Requests.routed(request().build(), step("one"), step("two")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(502);
    assertThat(failure.getMessage())
        .contains(pool("one") + "/model-of-" + pool("one") + ": overloaded ×3 (503")
        .contains(pool("two") + "/model-of-" + pool("two") + ": provider_error ×3 (500");
    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(end.getFailure()).isEqualTo("provider_error");
    assertThat(end.getPath()).hasSize(6);
  }

  @Test
  void abandonsARequestWhoseDeadlineHasPassed() throws Exception {
    ScriptedProvider provider = provider("one", ScriptedProvider.answers());
    startWorkers();

    log.route(
        Requests.routed(request().setDeadline(Instant.now().minusSeconds(1)).build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(provider.calls).hasValue(0);
  }

  @Test
  void endsTheCallWhenTheRequestIsCancelled() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedProvider provider = provider("one", exchange -> never.await());
    startWorkers();
    log.route(Requests.routed(request().build(), step("one")));
    Log.await("the call", () -> provider.calls.get() == 1);

    log.send(Topics.CANCELLATIONS, id, new CancelRecord(id, "client gone", Instant.now(), -1));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(log.replies(id)).isEmpty();
    never.countDown();
  }

  @Test
  void worksOnARequestAgainAfterAProcessDiedWithIt() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedProvider dying = provider("one", exchange -> never.await());
    Workers first = startWorkers(Duration.ZERO, 512);
    log.route(Requests.routed(request().build(), step("one")));
    Log.await("the call", () -> dying.calls.get() == 1);
    first.close();
    assertThat(log.terminals(id)).isEmpty();

    provider("one", ScriptedProvider.answers());
    startWorkers();

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    never.countDown();
  }

  @Test
  void holdsNoMoreRequestsAtAProviderThanItsBound() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    ScriptedProvider provider =
        provider(
            "one",
            exchange -> {
              open.await();
              ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
            });
    startWorkers(Duration.ofSeconds(5), 3);
    for (int i = 0; i < 20; i++) {
      log.route(Requests.routed(request(id + i).build(), step("one")));
    }
    Log.await("three calls", () -> provider.now.get() == 3);

    open.countDown();

    for (int i = 0; i < 20; i++) {
      assertThat(log.reply(id + i).getResult()).isInstanceOf(Answer.class);
    }
    assertThat(provider.most).hasValue(3);
  }

  @Test
  void answersTwoHundredRequestsAtOnce() throws Exception {
    provider(
        "one",
        exchange -> {
          Thread.sleep(50);
          ScriptedProvider.json(exchange, 200, ScriptedProvider.ANSWER);
        });
    startWorkers();

    for (int i = 0; i < 200; i++) {
      log.route(Requests.routed(request(id + i).build(), step("one")));
    }

    for (int i = 0; i < 200; i++) {
      assertThat(log.reply(id + i).getResult()).isInstanceOf(Answer.class);
      assertThat(log.terminal(id + i).getOutcome()).isEqualTo(Outcome.ANSWERED);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(log.terminals(id + i)).hasSize(1);
    }
  }

  @Test
  void setsAsideARecordThatCannotBeReadAndGoesOn() throws Exception {
    provider("one", ScriptedProvider.answers());
    startWorkers();

    log.sendBytes(Topics.routed(pool("one")).name(), id, new byte[] {7, 7, 7});
    log.route(Requests.routed(request().build(), step("one")));

    assertThat(log.reply(id).getResult()).isInstanceOf(Answer.class);
  }
}
