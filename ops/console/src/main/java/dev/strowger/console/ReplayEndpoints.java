package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.replay.Replay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Recorded decisions, made again with another policy. */
final class ReplayEndpoints {
  private static final long MAX_DECISIONS = 1_000_000_000;
  private static final int MAX_CHANGES = 10_000;
  private static final int CHANGES = 50;
  private static final Duration DEFAULT = Duration.ofHours(24);

  private final ReplayJobs jobs;
  private final Bundles bundles;
  private final Clock clock;

  ReplayEndpoints(ReplayJobs jobs, Bundles bundles, Clock clock) {
    this.jobs = jobs;
    this.bundles = bundles;
    this.clock = clock;
  }

  Reply start(Call call) {
    Instant to = call.time("to").orElseGet(clock::instant);
    Instant from = call.time("from").orElseGet(() -> to.minus(DEFAULT));
    if (!from.isBefore(to)) {
      throw Refusal.badParam("from", "\"from\" must be before \"to\"");
    }
    Replay.Terms terms =
        new Replay.Terms(
            from,
            to,
            call.number("limit", 0, 0, MAX_DECISIONS),
            (int) call.number("changes", CHANGES, 0, MAX_CHANGES));
    return new Reply(202, jobs.start(terms, bundles.tried(call)).view());
  }

  Reply list(Call call) {
    return Reply.ok(Map.of("replays", jobs.all().stream().map(ReplayJob::view).toList()));
  }

  Reply show(Call call) {
    ReplayJob job = jobs.get(call.segment("id"));
    Map<String, Object> view = ordered();
    view.putAll(job.view());
    view.put("report", job.report().orElse(null));
    return Reply.ok(view);
  }

  Reply cancel(Call call) {
    ReplayJob job = jobs.get(call.segment("id"));
    job.cancel();
    return Reply.ok(job.view());
  }
}
