package dev.strowger.faults;

import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.after;
import static dev.strowger.faults.provider.Reactions.silence;
import static dev.strowger.faults.provider.Reactions.tell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** A slow target, beside which the next one is started; the first answer counts. */
final class HedgeFaults {
  private static final String AFTER_HALF_A_SECOND = "{hedge: {after_ms: 500}}";
  private static final Duration SLOW = Duration.ofSeconds(8);

  /** Half a second and the fallback's answer, on a busy machine. */
  private static final Duration PROMPT = Duration.ofSeconds(5);

  private static final Duration BOOKKEEPING = Duration.ofSeconds(40);

  private HedgeFaults() {}

  static List<Fault> all() {
    Reaction well = tell(Story.SIXTY);
    return List.of(
        Fault.of(
                "hedge",
                "slow, and the next target is started beside it",
                HedgeFaults::whole,
                primary(after(SLOW, well)),
                fallback(well))
            .resilience(AFTER_HALF_A_SECOND),
        Fault.of(
                "hedge-stream",
                "the same, streamed",
                HedgeFaults::streamed,
                primary(silence()),
                fallback(well))
            .resilience(AFTER_HALF_A_SECOND),
        Fault.of(
                "hedge-not",
                "fast enough: nothing is started beside it",
                HedgeFaults::unneeded,
                primary(well),
                fallback(well))
            .resilience("{hedge: {after_ms: 6000}}"));
  }

  private static void whole(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    bothOnce(trial, reply);
  }

  private static void streamed(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(true);
    trial.streamed(reply, Story.SIXTY.text());
    bothOnce(trial, reply);
  }

  private static void bothOnce(Trial trial, Reply reply) throws InterruptedException {
    trial.called(0, 1, 1);
    trial.called(1, 1, 1);
    trial.within(reply, PROMPT);
    JsonNode story =
        trial.book(
            reply,
            BOOKKEEPING,
            book -> book.path("request").isObject() && book.path("attempts").size() >= 2);
    trial.expect(
        story.path("attempts").size() == 2,
        "not both calls are settled: " + story.path("attempts").size());
    String outcome = story.at("/request/outcome").asText();
    trial.expect(outcome.equals("ANSWERED"), "the books say " + outcome);
  }

  private static void unneeded(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 0);
    trial.called(0, 1, 1);
    trial.called(1, 0, 0);
  }
}
