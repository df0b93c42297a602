package dev.strowger.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.faults.provider.Reactions;
import dev.strowger.faults.provider.Story;
import dev.strowger.faults.provider.Switch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The primary answers 503 for a while, under a steady load of whole and streamed answers. */
final class Outage {
  /** Streams of twenty tokens take about a tenth of a second. */
  private static final Story SHORT = Story.SIXTY.first(20);

  private final Switch primary = new Switch(Reactions.tell(SHORT), Reactions.status(503));
  private final Fault fault =
      Fault.of(
          "outage",
          "the primary is down under load",
          trial -> {},
          Target.primary(primary),
          Target.fallback(Reactions.tell(SHORT)));

  /**
   * @param rate requests a second, every other one streamed
   */
  record Plan(int rate, Duration before, Duration down, Duration after) {
    static final Plan DEFAULT =
        new Plan(50, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofSeconds(45));

    Duration whole() {
      return before.plus(down).plus(after);
    }
  }

  /**
   * @param phases before, during and after
   * @param callsWhileDown which the primary got while it was down
   * @param returned from its healing to its first call; negative: it never came
   * @param primaryShare of the last ten seconds' answers, from 0 to 1
   */
  record Result(
      Plan plan,
      List<PhaseFigures> phases,
      int callsWhileDown,
      Duration returned,
      double primaryShare) {
    /** Answers that the primary gives again at the end, of all. */
    private static final double WELL_AGAIN = 0.9;

    Result {
      phases = List.copyOf(phases);
    }

    long errors() {
      return phases.stream().mapToLong(PhaseFigures::errors).sum();
    }

    boolean passed() {
      return errors() == 0 && !returned.isNegative() && primaryShare >= WELL_AGAIN;
    }

    /** What the outage adds to the 99th percentile, milliseconds. */
    double addedP99(boolean stream) {
      return phases.get(1).p99(stream) - phases.get(0).p99(stream);
    }

    String table() {
      StringBuilder out = new StringBuilder();
      out.append(
          String.format(
              Locale.ROOT,
              "outage of %d s at %d requests/s, every other one streamed%n%-8s %8s %8s %13s %13s"
                  + " %13s %13s%n",
              plan.down().toSeconds(),
              plan.rate(),
              "phase",
              "sent",
              "errors",
              "whole p50 ms",
              "whole p99 ms",
              "stream p50 ms",
              "stream p99 ms"));
      phases.forEach(phase -> out.append(phase.line()));
      out.append(
          String.format(
              Locale.ROOT,
              "client errors %d, added p99 during the outage %.1f ms (whole) %.1f ms (streamed)%n"
                  + "calls of the primary while down %d, first call %.1f s after it healed, share"
                  + " at the end %.0f %%: %s%n",
              errors(),
              addedP99(false),
              addedP99(true),
              callsWhileDown,
              returned.toMillis() / 1e3,
              primaryShare * 100,
              passed() ? "pass" : "FAIL"));
      return out.toString();
    }

    ObjectNode json() {
      ObjectNode json = PhaseFigures.object();
      json.put("passed", passed()).put("rate_per_second", plan.rate());
      json.put("down_seconds", plan.down().toSeconds()).put("client_errors", errors());
      json.put("added_p99_ms", addedP99(false)).put("added_p99_stream_ms", addedP99(true));
      json.put("primary_calls_while_down", callsWhileDown);
      json.put("return_ms", returned.toMillis()).put("primary_share_at_end", primaryShare);
      phases.forEach(phase -> json.withArray("phases").add(phase.json()));
      return json;
    }
  }

  Fault fault() {
    return fault;
  }

  Result run(Stage stage, Plan plan) throws InterruptedException {
    OutageLoad load = new OutageLoad(stage.client(), fault.model(), SHORT.text(), plan);
    load.start();
    load.await(plan.before());
    primary.broken(true);
    long down = System.nanoTime();
    load.await(plan.before().plus(plan.down()));
    primary.broken(false);
    long healed = System.nanoTime();
    load.finish();
    Target target = fault.targets().getFirst();
    List<Long> calls =
        stage.provider().log().of(target.place().provider(), target.model()).stream()
            .map(call -> call.atNanos())
            .toList();
    long back = calls.stream().filter(at -> at >= healed).findFirst().orElse(healed - 1);
    return new Result(
        plan,
        load.phases(),
        (int) calls.stream().filter(at -> at >= down && at < healed).count(),
        Duration.ofNanos(back - healed),
        load.primaryShareAtEnd());
  }
}
