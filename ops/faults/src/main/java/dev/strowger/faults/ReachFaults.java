package dev.strowger.faults;

import static dev.strowger.faults.Target.at;
import static dev.strowger.faults.Target.fallback;
import static dev.strowger.faults.Target.primary;
import static dev.strowger.faults.provider.Reactions.halfClose;
import static dev.strowger.faults.provider.Reactions.refuse;
import static dev.strowger.faults.provider.Reactions.status;
import static dev.strowger.faults.provider.Reactions.tell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.Reaction;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.List;

/** Providers that cannot be reached, or not with this key. */
final class ReachFaults {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration ALL_DOWN = Duration.ofSeconds(20);
  private static final Duration BOOKKEEPING = Duration.ofSeconds(20);

  /** For the news of a target that is down to get from the workers to the router. */
  private static final Duration NEWS = Duration.ofSeconds(2);

  private ReachFaults() {}

  static List<Fault> all() {
    Reaction well = tell(Story.SIXTY);
    Reaction none = status(500);
    return List.of(
        unreachable("tls", "TLS failure", at(Place.BAD_TLS, none), well),
        unreachable("dns", "DNS failure", at(Place.DEAD_DNS, none), well),
        unreachable("refused", "connection refused", at(Place.REFUSING, none), well),
        unreachable("half", "half-closed socket", primary(halfClose()), well),
        Fault.of(
            "401",
            "401 from one target",
            ReachFaults::alarm,
            primary(refuse(401, "invalid_request_error", "invalid_api_key", "Incorrect API key")),
            fallback(well)),
        Fault.of(
            "down",
            "all targets are down",
            ReachFaults::allDown,
            primary(status(503)),
            fallback(status(503)),
            at(Place.REFUSING, none)));
  }

  private static Fault unreachable(String id, String title, Target broken, Reaction well) {
    return Fault.of(id, title, ReachFaults::fallsBack, broken, fallback(well));
  }

  private static void fallsBack(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 0, 3);
    trial.called(1, 1, 1);
    trial.within(reply, SOON);
  }

  private static void alarm(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    trial.answered(reply, 1);
    trial.called(0, 1, 1);
    Thread.sleep(NEWS);
    Reply second = trial.ask(false);
    trial.answered(second, 1);
    trial.called(0, 1, 1);
    JsonNode decision =
        trial.book(second, BOOKKEEPING, book -> book.path("decision").isObject()).path("decision");
    List<String> models = list(decision, "candidates.model");
    List<String> positions = list(decision, "candidates.position");
    int at = models.indexOf(trial.model(0));
    trial.expect(at >= 0, "the decision is not in the books");
    if (at >= 0) {
      String reasons = decision.path("candidates.reason").asText();
      trial.note("the router says: " + Texts.cut(reasons));
      trial.expect(positions.get(at).startsWith("-"), "the router still chooses it: " + reasons);
    }
  }

  /** The books show lists as text, e.g. {@code ['a', 'b']}. */
  private static List<String> list(JsonNode decision, String column) {
    return List.of(decision.path(column).asText().replaceAll("[\\[\\]' ]", "").split(","));
  }

  private static void allDown(Trial trial) throws InterruptedException {
    Reply reply = trial.ask(false);
    String message = trial.refused(reply, 503);
    for (int i = 0; i < 3; i++) {
      trial.expect(
          message.contains(trial.model(i)),
          "no reason of " + trial.model(i) + ": " + Texts.cut(message));
    }
    trial.called(0, 1, 3);
    trial.called(1, 1, 3);
    trial.within(reply, ALL_DOWN);
  }
}
