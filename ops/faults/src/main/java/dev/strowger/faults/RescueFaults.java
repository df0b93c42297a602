package dev.strowger.faults;

import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.breakAfter;
import static dev.strowger.faults.provider.Reactions.breakInToolCall;
import static dev.strowger.faults.provider.Reactions.tell;
import static dev.strowger.faults.provider.Reactions.tellAgain;
import static dev.strowger.faults.provider.Reactions.tellWithoutPrefill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Reactions.Break;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** Streams that break off and are gone on with by another model, or honestly end. */
final class RescueFaults {
  private static final int SAID = 40;
  private static final int SAID_BEFORE_SILENCE = 20;
  private static final int MINIMAL_PROMPT = 8;
  private static final Duration PROMPT_RESCUE = Duration.ofSeconds(8);

  /** Idle deadline without settings, and some. */
  private static final Duration IDLE_RESCUE = Duration.ofSeconds(20);

  private static final Duration BOOKKEEPING = Duration.ofSeconds(20);

  private RescueFaults() {}

  static List<Fault> all() {
    Reaction dies = breakAfter(Story.SIXTY, SAID, Break.CLOSED);
    Reaction well = tell(Story.SIXTY);
    return List.of(
        rescue("8", "stream dies after 40 of 60 tokens", Api.CHAT, dies, fallback(well)),
        rescue(
            "8-reset",
            "the same by a reset",
            Api.CHAT,
            breakAfter(Story.SIXTY, SAID, Break.RESET),
            fallback(well)),
        rescue(
            "8-again",
            "and the fallback starts from the beginning",
            Api.CHAT,
            dies,
            fallback(tellAgain(Story.SIXTY))),
        rescue(
            "8-prefill",
            "and Claude goes on from a prefill",
            Api.CHAT,
            dies,
            claude("claude-sonnet-4-5-f8", well)),
        rescue("8-responses", "the same by the Responses API", Api.RESPONSES, dies, fallback(well)),
        rescue("8-messages", "the same by the Messages API", Api.MESSAGES, dies, fallback(well)),
        Fault.of(
                "8-guard",
                "the same where the route wants an error",
                RescueFaults::guarded,
                primary(dies),
                fallback(well))
            .resilience("{stream_guard: error}"),
        Fault.of(
            "8-tool",
            "stream dies within a call of a tool",
            RescueFaults::toolCall,
            primary(breakInToolCall(Story.SIXTY)),
            fallback(well)),
        Fault.of(
            "9",
            "stream goes silent after 20 tokens",
            trial -> whole(trial, Api.CHAT, SAID_BEFORE_SILENCE, IDLE_RESCUE),
            primary(breakAfter(Story.SIXTY, SAID_BEFORE_SILENCE, Break.SILENT)),
            fallback(well)),
        rescue(
            "14",
            "as 8, and Claude refuses the prefill",
            Api.CHAT,
            dies,
            claude("claude-sonnet-4-5-f14", tellWithoutPrefill(Story.SIXTY))),
        rescue(
            "14-openai",
            "the same, OpenAI's dialect",
            Api.CHAT,
            dies,
            fallback(tellWithoutPrefill(Story.SIXTY))));
  }

  private static Target claude(String model, Reaction reaction) {
    return Target.at(Place.FALLBACK_CLAUDE, reaction).named(model);
  }

  private static Fault rescue(String id, String title, Api api, Reaction dies, Target rescuer) {
    return Fault.of(
        id, title, trial -> whole(trial, api, SAID, PROMPT_RESCUE), primary(dies), rescuer);
  }

  private static void whole(Trial trial, Api api, int said, Duration most)
      throws InterruptedException {
    Reply reply = trial.ask(api, true);
    Streamed streamed = trial.streamed(reply, Story.SIXTY.text());
    trial.called(0, 1, 1);
    // One to go on from a prefill, and another one if that is refused.
    trial.called(1, 1, 2);
    trial.within(reply, most);
    if (streamed.complete()) {
      counted(trial, streamed, said);
      booked(trial, reply);
    }
  }

  /** Both the broken answer, which is estimated, and the rest, which may be told from the start. */
  private static void counted(Trial trial, Streamed streamed, int said) {
    Tokens.Span rest = Tokens.with(Tokens.STORY - said, said);
    Tokens.Span again = Tokens.with(Tokens.STORY, said);
    trial.counted(
        streamed,
        Tokens.with(Tokens.PROMPT, MINIMAL_PROMPT),
        new Tokens.Span(rest.least(), again.most()));
    trial.note("usage %d + %d tokens".formatted(streamed.inputTokens(), streamed.outputTokens()));
  }

  private static void booked(Trial trial, Reply reply) throws InterruptedException {
    JsonNode story = trial.book(reply, BOOKKEEPING, book -> book.path("request").isObject());
    String way = story.at("/request/path").asText();
    trial.expect(
        story.at("/request/rescues").asInt() == 1, "the books don't tell of the rescue: " + way);
    String outcome = story.at("/request/outcome").asText();
    trial.expect(outcome.equals("ANSWERED"), "the books say " + outcome);
  }

  private static void guarded(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    trial.cleanError(reply, Story.SIXTY.first(SAID).text());
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
    trial.within(reply, PROMPT_RESCUE);
  }

  private static void toolCall(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    trial.cleanError(reply, Story.SIXTY.text());
    trial.called(0, 1, 1);
    trial.expect(
        !reply.body().contains("\"finish_reason\":\"tool_calls\""), "the call looks complete");
    trial.within(reply, PROMPT_RESCUE);
  }
}
