package dev.strowger.faults;

import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.inTurn;
import static dev.strowger.faults.provider.Reactions.later;
import static dev.strowger.faults.provider.Reactions.refuse;
import static dev.strowger.faults.provider.Reactions.reset;
import static dev.strowger.faults.provider.Reactions.status;
import static dev.strowger.faults.provider.Reactions.tell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.CallLog;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** Faults that are answered by asking again, here or there. */
final class RetryFaults {
  private static final Duration RETRY_BUDGET = Duration.ofSeconds(6);
  private static final Duration BOOKKEEPING = Duration.ofSeconds(20);

  /** The story costs 20 tokens at 1 and 60 at 2 micros. */
  private static final long STORY_MICROS = Tokens.PROMPT + 2 * Tokens.STORY;

  private RetryFaults() {}

  static List<Fault> all() {
    Reaction well = tell(Story.SIXTY);
    Reaction limited = refuse(429, "rate_limit_error", "", "too many requests");
    return List.of(
        Fault.of(
            "1",
            "429 with Retry-After 2 s, then fine",
            RetryFaults::waitsAsTold,
            primary(inTurn(later(Duration.ofSeconds(2)), well)),
            fallback(well)),
        Fault.of(
            "2", "429 for ever", RetryFaults::limitedForEver, primary(limited), fallback(well)),
        Fault.of(
            "3",
            "one 500, then fine",
            RetryFaults::oneRetry,
            primary(inTurn(status(500), well)),
            fallback(well)),
        Fault.of("4", "503 for ever", RetryFaults::fallsBack, primary(status(503)), fallback(well)),
        Fault.of(
            "4-stream",
            "the same, streamed",
            RetryFaults::fallsBackStreamed,
            primary(status(503)),
            fallback(well)),
        Fault.of(
            "5",
            "reset before the headers, once",
            RetryFaults::oneRetry,
            primary(inTurn(reset(), well)),
            fallback(well)),
        Fault.of(
            "5-stream",
            "the same, streamed",
            RetryFaults::oneRetryStreamed,
            primary(inTurn(reset(), well)),
            fallback(well)),
        Fault.of(
            "16",
            "503, the fallback answers",
            RetryFaults::told,
            primary(status(503)),
            fallback(well)));
  }

  private static void waitsAsTold(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 0);
    trial.called(0, 2, 2);
    trial.called(1, 0, 0);
    List<CallLog.Call> calls = trial.calls(0);
    if (calls.size() > 1) {
      long gapMs = (calls.get(1).atNanos() - calls.get(0).atNanos()) / 1_000_000;
      trial.note("asked again after " + gapMs + " ms");
      trial.expect(gapMs >= 1_800, "asked again after " + gapMs + " ms");
    }
    trial.within(reply, Duration.ofSeconds(10));
  }

  private static void limitedForEver(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 6);
    trial.called(1, 1, 1);
    List<CallLog.Call> calls = trial.calls(0);
    long end = calls.isEmpty() ? 0 : calls.getFirst().atNanos() + 3_000_000_000L;
    long early = calls.stream().filter(call -> call.atNanos() <= end).count();
    trial.expect(early <= 4, early + " attempts within 3 s");
    trial.within(reply, Duration.ofSeconds(15));
  }

  private static void oneRetry(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 0);
    trial.called(0, 2, 2);
    trial.called(1, 0, 0);
    trial.within(reply, RETRY_BUDGET);
  }

  private static void oneRetryStreamed(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    Streamed streamed = trial.streamed(reply, Story.SIXTY.text());
    trial.counted(streamed, Tokens.exactly(Tokens.PROMPT), Tokens.exactly(Tokens.STORY));
    trial.called(0, 2, 2);
    trial.called(1, 0, 0);
  }

  private static void fallsBack(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 3);
    trial.called(1, 1, 1);
    trial.within(reply, RETRY_BUDGET);
  }

  private static void fallsBackStreamed(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    Streamed streamed = trial.streamed(reply, Story.SIXTY.text());
    trial.counted(streamed, Tokens.exactly(Tokens.PROMPT), Tokens.exactly(Tokens.STORY));
    trial.called(0, 1, 3);
    trial.called(1, 1, 1);
    trial.within(reply, RETRY_BUDGET);
  }

  private static void told(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    String provider = reply.header("x-strowger-provider");
    trial.expect(provider.equals(Place.FALLBACK.provider()), "x-strowger-provider is " + provider);
    trial.expect(reply.header("x-strowger-route").equals("f-16"), "no x-strowger-route");
    int all = trial.calls(0).size() + trial.calls(1).size();
    String attempts = reply.header("x-strowger-attempts");
    trial.expect(
        attempts.equals(Integer.toString(all)),
        "x-strowger-attempts is " + attempts + " after " + all + " calls");
    JsonNode story = trial.book(reply, BOOKKEEPING, book -> book.path("attempts").size() >= all);
    trial.expect(
        story.path("attempts").size() == all,
        story.path("attempts").size() + " attempts in the books instead of " + all);
    for (JsonNode attempt : story.path("attempts")) {
      boolean answered = attempt.path("result").asText().equals("answered");
      long cost = attempt.path("cost_micros").asLong(-1);
      trial.expect(
          cost == (answered ? STORY_MICROS : 0),
          attempt.path("provider").asText() + " cost " + cost + " micros");
    }
    long cost = story.at("/request/cost_micros").asLong(-1);
    trial.expect(cost == STORY_MICROS, "the request cost " + cost + " micros");
  }
}
