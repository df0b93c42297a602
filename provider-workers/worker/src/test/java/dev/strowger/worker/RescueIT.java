package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.records.Attempt;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break off when the client has a part of them. */
class RescueIT extends WorkerRig {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WHOLE = 60;

  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();

  @Test
  void theNextStepGoesOnWithAStreamThatWasCut() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider("two", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two")));

    Terminal end = log.terminal(id);
    assertThat(end.getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(end.getProvider()).isEqualTo(pool("two"));
    assertThat(end.getRescues()).isEqualTo(1);
    assertWhole();
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
    assertThat(door.head(id).get(Channel.GUARD)).isEqualTo("rescue");
    assertThat(questions.getFirst().at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThat(questions.getFirst().at("/messages/1/content").asText()).startsWith("w0 ");
    PathStep broken = end.getPath().getFirst();
    assertThat(broken.getMessage()).startsWith("broke off: ");
    assertThat(broken.getUsage().getEstimated()).isTrue();
    assertThat(broken.getUsage().getOutputTokens()).isEqualTo(40);
    assertThat(broken.getCostMicros()).isPositive();
    Attempt attempt = log.attempts(id).getFirst();
    assertThat(attempt.getUsage()).isEqualTo(broken.getUsage());
    assertThat(attempt.getCostMicros()).isEqualTo(broken.getCostMicros());
    assertThat(log.replies(id)).isEmpty();
  }

  @Test
  void theClientsUsageIsTheSumOfWhatWasUsed() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider("two", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().setIncludeUsage(true).build(), step("one"), step("two")));

    Terminal end = log.terminal(id);
    long before = end.getPath().getFirst().getUsage().getOutputTokens();
    String last = door.text(id).substring(door.text(id).lastIndexOf("data: ") + 6);
    assertThat(before).isEqualTo(40);
    assertThat(JSON.readTree(last).at("/usage/completion_tokens").asLong())
        .isEqualTo(end.getUsage().getOutputTokens())
        .isGreaterThan(before);
  }

  @Test
  void theNextStepGoesOnWithAStreamThatFellSilent() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    provider(
        "one",
        exchange -> {
          tokens(exchange, 0, 20);
          never.await();
        });
    provider("two", this::goesOn);
    startWorkers();
    PlanStep silent = PlanStep.newBuilder(step("one")).setIdleTimeoutMs(300).build();

    log.route(Requests.routed(streamed().build(), silent, step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(log.terminal(id).getPath().getFirst().getResult()).isEqualTo("timeout");
    assertWhole();
    never.countDown();
  }

  @Test
  void aTargetThatRepeatsTheBeginningIsNotSilent() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider(
        "two",
        exchange -> {
          OutputStream out = ScriptedProvider.stream(exchange);
          for (int i = 0; i < WHOLE; i++) {
            ScriptedProvider.token(out, "w" + i + " ");
            // The pace of a model.
            Thread.sleep(i < 40 ? 25 : 0);
          }
          ScriptedProvider.finish(out);
        });
    startWorkers();
    PlanStep impatient = PlanStep.newBuilder(step("two")).setFirstTokenTimeoutMs(500).build();

    log.route(Requests.routed(streamed().build(), step("one"), impatient));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertWhole();
  }

  @Test
  void aThirdStepGoesOnWhenTheSecondBreaksAsWell() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 20));
    provider(
        "two",
        exchange -> {
          int from = said(exchange);
          tokens(exchange, from, from + 10);
        });
    provider("three", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two"), step("three")));

    assertThat(log.terminal(id).getRescues()).isEqualTo(2);
    assertWhole();
    assertThat(log.terminals(id)).hasSize(1);
  }

  @Test
  void theLastStepGoesOnWithItsOwnStreamAtMostTwice() throws Exception {
    ScriptedProvider one =
        provider(
            "one",
            exchange -> {
              int from = said(exchange);
              tokens(exchange, from, from + 10);
            });
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(one.calls).hasValue(3);
    assertThat(door.frames(id).getLast()).isInstanceOf(Frame.Failed.class);
    assertThat(words()).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void theClientIsToldWhereThePlanWantsNoRescue() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 5));
    ScriptedProvider two = provider("two", this::goesOn);
    startWorkers();
    PlanStep unguarded = PlanStep.newBuilder(step("one")).setRescue(false).build();

    log.route(Requests.routed(streamed().build(), unguarded, step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(door.frames(id).getLast()).isInstanceOf(Frame.Failed.class);
    assertThat(door.head(id).contains(Channel.GUARD)).isFalse();
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void aRequestWhoseWorkerDiedIsGoneOnWith() throws Exception {
    provider("one", this::goesOn);
    startWorkers();
    door.keep(id, events(0, 40));

    log.routeAgain(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.asked(id)).isEqualTo(1);
    assertThat(door.text(id)).contains("\"w40 \"").doesNotContain("\"w39 \"");
    assertThat(door.head(id).get(Channel.RESUME)).isEqualTo("true");
  }

  @Test
  void aRequestWhoseWorkerDiedBeforeItsFirstTokenBeginsAnew() throws Exception {
    provider("one", exchange -> wholeFrom(exchange, 0));
    startWorkers();

    log.routeAgain(Requests.routed(streamed().build(), step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.head(id).contains(Channel.RESUME)).isFalse();
    assertWhole();
  }

  @Test
  void aFailureAfterTheBreakMovesThePlanOnWithoutABeginningAnew() throws Exception {
    provider("one", ScriptedProvider.fails(500, "server_error", "down"));
    provider("two", this::goesOn);
    startWorkers();
    door.keep(id, events(0, 40));

    log.routeAgain(Requests.routed(streamed().build(), step("one"), step("two")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(door.text(id)).contains("\"w40 \"").doesNotContain("\"w39 \"");
  }

  @Test
  void aTargetThatRefusesToGoOnIsNotTheClientsFault() throws Exception {
    provider("one", exchange -> tokens(exchange, 0, 40));
    provider(
        "two",
        ScriptedProvider.fails(400, "invalid_request_error", "does not support assistant prefill"));
    provider("three", this::goesOn);
    startWorkers();

    log.route(Requests.routed(streamed().build(), step("one"), step("two"), step("three")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(log.terminal(id).getPath().get(1).getResult()).isEqualTo("unsupported");
    assertThat(door.text(id)).doesNotContain("prefill");
    assertWhole();
  }

  @Test
  void whatCannotBeGoneOnWithIsAFailureWithTheReason() throws Exception {
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.keep(
        id,
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":"
            + "[{\"index\":0,\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n");

    log.route(resumed(step("one")));

    Failure failure = (Failure) log.reply(id).getResult();
    assertThat(failure.getStatus()).isEqualTo(502);
    assertThat(failure.getCode()).isEqualTo("upstream_failed");
    assertThat(failure.getMessage())
        .isEqualTo("the answer broke off and cannot be continued: a tool call was begun");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
    assertThat(log.attempts(id)).isEmpty();
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void whatWasNotKeptIsAFailure() throws Exception {
    provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 410);

    log.route(resumed(step("one")));

    assertThat(((Failure) log.reply(id).getResult()).getMessage()).contains("was not kept");
    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void whatNobodyWaitsForIsAbandonedWithoutACall() throws Exception {
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 404);

    log.route(resumed(step("one")));

    assertThat(log.terminal(id).getOutcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(one.calls).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatAnotherDeliveryAnswersIsLeftToIt(int number) throws Exception {
    id = id + number;
    ScriptedProvider one = provider("one", this::goesOn);
    startWorkers();
    door.refuse(id, 409);

    log.route(resumed(step("one")));

    Log.await("the question", () -> door.asked(id) == 1);
    assertThat(one.calls).hasValue(0);
    assertThat(log.terminals(id)).isEmpty();
  }

  private RoutedRecord resumed(PlanStep step) {
    RoutedRecord routed = Requests.routed(streamed().build(), step);
    return new RoutedRecord(
        routed.getRequest(), routed.getPlan(), 0, routed.getPath(), true, false);
  }

  private void assertWhole() {
    assertThat(words()).hasSize(WHOLE).doesNotHaveDuplicates();
    assertThat(door.frames(id).getLast()).isEqualTo(new Frame.End());
    assertThat(door.text(id)).containsOnlyOnce("\"finish_reason\":\"stop\"");
  }

  /** What the client reads. */
  private List<String> words() {
    StringBuilder text = new StringBuilder();
    for (String line : door.text(id).split("\n")) {
      if (line.startsWith("data: {")) {
        text.append(content(line.substring(6)));
      }
    }
    return List.of(text.toString().strip().split(" "));
  }

  private static String content(String json) {
    try {
      return JSON.readTree(json).at("/choices/0/delta/content").asText("");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How many words the request says were said before. */
  private int said(HttpExchange exchange) throws Exception {
    JsonNode question = JSON.readTree((byte[]) exchange.getAttribute(ScriptedProvider.BODY));
    questions.add(question);
    String text = question.at("/messages/1/content").asText("").strip();
    return text.isEmpty() ? 0 : text.split(" ").length;
  }

  private void goesOn(HttpExchange exchange) throws Exception {
    wholeFrom(exchange, said(exchange));
  }

  private static void wholeFrom(HttpExchange exchange, int from) throws Exception {
    ScriptedProvider.finish(tokens(exchange, from, WHOLE));
  }

  private static OutputStream tokens(HttpExchange exchange, int from, int to) throws Exception {
    OutputStream out = ScriptedProvider.stream(exchange);
    for (int i = from; i < to; i++) {
      ScriptedProvider.token(out, "w" + i + " ");
    }
    return out;
  }

  private static String events(int from, int to) {
    StringBuilder events = new StringBuilder();
    for (int i = from; i < to; i++) {
      events
          .append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,")
          .append("\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w")
          .append(i)
          .append(" \"}}]}\n\n");
    }
    return events.toString();
  }
}
