package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Progress, reports and ends of one kind of work over the log.
 *
 * @param plural names the list
 */
record JobEndpoints<R>(Jobs<R> jobs, String plural) {
  private static final Duration DEFAULT = Duration.ofHours(24);

  /** Inclusive, and exclusive. */
  record Window(Instant from, Instant to) {
    /** {@code from} and {@code to} of a call; by default the last day. */
    static Window of(Call call, Clock clock) {
      Instant to = call.time("to").orElseGet(clock::instant);
      Instant from = call.time("from").orElseGet(() -> to.minus(DEFAULT));
      if (!from.isBefore(to)) {
        throw Refusal.badParam("from", "\"from\" must be before \"to\"");
      }
      return new Window(from, to);
    }
  }

  Reply list(Call call) {
    return Reply.ok(Map.of(plural, jobs.all().stream().map(Job::view).toList()));
  }

  Reply show(Call call) {
    return show(call, report -> Optional.empty());
  }

  /**
   * @param shown what a report shows of prompts and answers
   */
  Reply show(Call call, Function<R, Optional<Reply.Shown>> shown) {
    Job<R> job = jobs.get(call.segment("id"));
    Map<String, Object> view = ordered();
    view.putAll(job.view());
    Optional<R> report = job.report();
    view.put("report", report.orElse(null));
    return new Reply(200, view, report.flatMap(shown));
  }

  Reply cancel(Call call) {
    Job<R> job = jobs.get(call.segment("id"));
    job.cancel();
    return Reply.ok(job.view());
  }
}
