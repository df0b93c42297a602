package dev.strowger.faults;

import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.badEventWithin;
import static dev.strowger.faults.provider.Reactions.errorInside;
import static dev.strowger.faults.provider.Reactions.giant;
import static dev.strowger.faults.provider.Reactions.giantText;
import static dev.strowger.faults.provider.Reactions.gzipCut;
import static dev.strowger.faults.provider.Reactions.html;
import static dev.strowger.faults.provider.Reactions.manyEventsAtOnce;
import static dev.strowger.faults.provider.Reactions.manyTokens;
import static dev.strowger.faults.provider.Reactions.refuse;
import static dev.strowger.faults.provider.Reactions.tell;
import static dev.strowger.faults.provider.Reactions.withoutDone;

import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** Answers that are none, are odd, or are a refusal. */
final class AnswerFaults {
  /** On a busy machine, and yet half of the 10 s after which a silent stream is given up. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String TOO_LONG =
      "This model's maximum context length is 8000 tokens. Please reduce the length of the"
          + " messages.";
  private static final String FILTERED = "Your request was rejected by our safety system.";

  private AnswerFaults() {}

  static List<Fault> all() {
    Reaction well = tell(Story.SIXTY);
    Reaction tooLong = refuse(400, "invalid_request_error", "context_length_exceeded", TOO_LONG);
    Reaction filtered = refuse(400, "invalid_request_error", "content_filter", FILTERED);
    return List.of(
        Fault.of(
            "10",
            "one event is invalid JSON",
            AnswerFaults::streamedByTheFirst,
            primary(badEventWithin(Story.SIXTY)),
            fallback(well)),
        Fault.of(
            "11",
            "stream ends without [DONE]",
            AnswerFaults::finishedAtOnce,
            primary(withoutDone(Story.SIXTY)),
            fallback(well)),
        Fault.of(
            "12",
            "400 context length, of four targets one is larger",
            AnswerFaults::largerTarget,
            primary(tooLong).named("f-12-a").window(8_000),
            fallback(well).named("f-12-a").window(8_000),
            fallback(well).named("f-12-small").window(4_000),
            fallback(well).named("f-12-large").window(128_000)),
        Fault.of(
            "12-none",
            "400 context length, and none is larger",
            trial -> passedOn(trial, TOO_LONG),
            primary(tooLong).window(8_000),
            fallback(well).window(4_000)),
        Fault.of(
            "13",
            "400 content filter",
            trial -> passedOn(trial, FILTERED),
            primary(filtered),
            fallback(well)),
        Fault.of(
            "html",
            "a 200 with a page of HTML",
            trial -> answeredByTheSecond(trial, false),
            primary(html()),
            fallback(well)),
        Fault.of(
            "html-stream",
            "the same, streamed",
            trial -> answeredByTheSecond(trial, true),
            primary(html()),
            fallback(well)),
        Fault.of(
            "error200",
            "an error object in a 200",
            trial -> answeredByTheSecond(trial, false),
            primary(errorInside()),
            fallback(well)),
        Fault.of(
            "error200-stream",
            "the same, as the first event of a stream",
            trial -> answeredByTheSecond(trial, true),
            primary(errorInside()),
            fallback(well)),
        Fault.of(
            "gzip",
            "gzip cut in the middle",
            trial -> answeredByTheSecond(trial, false),
            primary(gzipCut(Story.SIXTY)),
            fallback(well)),
        Fault.of(
            "giant",
            "5 MB of ordinary events in one chunk",
            AnswerFaults::manyEvents,
            primary(manyEventsAtOnce()),
            fallback(well)),
        Fault.of(
            "giant-event",
            "5 MB in one event of a stream",
            AnswerFaults::giantEvent,
            primary(giant()),
            fallback(well)));
  }

  private static void streamedByTheFirst(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    wholeStory(trial, reply);
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
  }

  private static void finishedAtOnce(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    wholeStory(trial, reply);
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
    trial
        .lastEnd(0)
        .ifPresent(
            end -> {
              long ms = (reply.endedNanos() - end) / 1_000_000;
              trial.note("finished " + ms + " ms after the provider");
              trial.expect(ms <= AT_ONCE.toMillis(), "finished " + ms + " ms after the provider");
            });
  }

  private static void wholeStory(Trial trial, Reply reply) {
    Streamed streamed = trial.streamed(reply, Story.SIXTY.text());
    trial.counted(streamed, Tokens.exactly(Tokens.PROMPT), Tokens.exactly(Tokens.STORY));
  }

  private static void largerTarget(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 3);
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
    trial.called(2, 0, 0);
    trial.called(3, 1, 1);
  }

  private static void passedOn(Trial trial, String words) throws InterruptedException {
    Reply reply = trial.ask(false);
    String message = trial.refused(reply, 400);
    trial.expect(
        message.contains(words), "the provider's reason is not passed on: " + Texts.cut(message));
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
  }

  private static void answeredByTheSecond(Trial trial, boolean stream) throws InterruptedException {
    Reply reply = trial.ask(stream);
    if (stream) {
      wholeStory(trial, reply);
    } else {
      trial.answered(reply, 1);
    }
    trial.called(0, 1, 3);
    trial.called(1, 1, 1);
    trial.within(reply, SOON);
  }

  private static void manyEvents(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    trial.streamed(reply, manyTokens().text());
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
  }

  /** No token is that long: passing it on is well, and so is leaving it to the fallback. */
  private static void giantEvent(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    boolean fellBack = !trial.calls(1).isEmpty();
    trial.note(fellBack ? "answered by the fallback" : "passed on");
    trial.streamed(reply, fellBack ? Story.SIXTY.text() : giantText());
    trial.called(0, 1, 3);
    trial.called(1, 0, 1);
  }
}
