package dev.strowger.faults;

import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.after;
import static dev.strowger.faults.provider.Reactions.drip;
import static dev.strowger.faults.provider.Reactions.flood;
import static dev.strowger.faults.provider.Reactions.lateFirstToken;
import static dev.strowger.faults.provider.Reactions.silence;
import static dev.strowger.faults.provider.Reactions.tell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** Faults that only a deadline or a bound ends. */
final class WaitFaults {
  /** First-token deadline without settings, and some. */
  private static final Duration FIRST_TOKEN = Duration.ofSeconds(15);

  /** For targets that are given 4 s or less; none has an end of its own within a minute. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(20);

  private static final Duration LATE_ANSWER = Duration.ofSeconds(12);

  /** Well before the late answer, and well after the deadline that it misses. */
  private static final Duration BEFORE_LATE = Duration.ofSeconds(9);

  private static final Duration LATE_BOOK = Duration.ofSeconds(40);

  private WaitFaults() {}

  static List<Fault> all() {
    Reaction well = tell(Story.SIXTY);
    return List.of(
        Fault.of(
                "6",
                "accepts, never answers",
                trial -> movesOn(trial, GIVEN_UP),
                primary(silence()),
                fallback(well))
            .resilience("{timeouts: {headers_ms: 2000}}"),
        Fault.of(
            "6-stream",
            "the same, streamed",
            trial -> movesOnStreamed(trial, FIRST_TOKEN),
            primary(silence()),
            fallback(well)),
        Fault.of(
            "7",
            "headers at once, first token after 20 s",
            trial -> movesOnStreamed(trial, FIRST_TOKEN),
            primary(lateFirstToken(Story.SIXTY, Duration.ofSeconds(20))),
            fallback(well)),
        Fault.of(
                "late",
                "answers after the deadline",
                WaitFaults::settledLate,
                primary(after(LATE_ANSWER, tell(Story.SIXTY))),
                fallback(well))
            .resilience("{timeouts: {headers_ms: 1500}}"),
        Fault.of(
                "endless",
                "a body that never ends, drop by drop",
                trial -> movesOn(trial, GIVEN_UP),
                primary(drip()),
                fallback(well))
            .resilience("{timeouts: {total_ms: 4000}}"),
        Fault.of(
            "endless-fast",
            "a body that never ends, as fast as it is read",
            WaitFaults::bounded,
            primary(flood()),
            fallback(well)));
  }

  private static void movesOn(Trial trial, Duration most) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 1);
    trial.called(1, 1, 1);
    trial.within(reply, most);
  }

  private static void movesOnStreamed(Trial trial, Duration most) throws InterruptedException {
    Reply reply = trial.ask(true);
    Streamed streamed = trial.streamed(reply, Story.SIXTY.text());
    trial.counted(streamed, Tokens.exactly(Tokens.PROMPT), Tokens.exactly(Tokens.STORY));
    trial.called(0, 1, 1);
    trial.called(1, 1, 1);
    trial.within(reply, most);
  }

  private static void bounded(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 3);
    trial.called(1, 1, 1);
    trial.within(reply, Duration.ofSeconds(60));
  }

  private static void settledLate(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 1);
    trial.within(reply, BEFORE_LATE);
    JsonNode story = trial.book(reply, LATE_BOOK, book -> !late(book).isMissingNode());
    JsonNode late = late(story);
    trial.expect(!late.isMissingNode(), "no attempt in the books is late");
    if (!late.isMissingNode()) {
      trial.note("settled as late: " + late.path("cost_micros") + " micros");
      trial.expect(
          late.path("output_tokens").asLong() == Tokens.STORY
              && late.path("cost_micros").asLong() > 0,
          "the late answer has no usage or cost");
    }
  }

  private static JsonNode late(JsonNode story) {
    for (JsonNode attempt : story.path("attempts")) {
      if (attempt.path("result").asText().equals("late")) {
        return attempt;
      }
    }
    return story.path("attempts").path("none");
  }
}
