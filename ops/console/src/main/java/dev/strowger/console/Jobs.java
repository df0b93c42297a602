package dev.strowger.console;

import dev.strowger.console.log.LogWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/** Works over the log of one kind, one at a time, and the reports of the last ones. */
final class Jobs<R> implements AutoCloseable {
  /** Those that wait for the one that runs. */
  static final int LINE = 4;

  /** Older ones are forgotten. */
  static final int KEPT = 20;

  private final String kind;
  private final Workbench bench;
  private final Map<String, Job<R>> jobs = new LinkedHashMap<>();
  private long last;

  /**
   * @param kind ids begin with it, e.g. {@code replay}
   */
  Jobs(String kind) {
    this.kind = kind;
    this.bench = new Workbench("console-" + kind, 1, LINE);
  }

  /**
   * @throws Refusal (503) if too many wait
   */
  synchronized Job<R> start(LogWork<R> work) {
    String id = kind + "-" + (last + 1);
    Job<R> job = new Job<>(id, work);
    try {
      bench.execute(job);
    } catch (RejectedExecutionException e) {
      throw Refusal.of(
          503, "busy", LINE + " of this kind wait already; wait for them, or cancel one of them");
    }
    last++;
    jobs.put(id, job);
    if (jobs.size() > KEPT) {
      jobs.values().stream()
          .filter(Job::ended)
          .findFirst()
          .ifPresent(oldest -> jobs.values().remove(oldest));
    }
    return job;
  }

  /**
   * @throws Refusal (404) if there is none, or it was forgotten
   */
  synchronized Job<R> get(String id) {
    Job<R> job = jobs.get(id);
    if (job == null) {
      throw Refusal.notFound("no " + kind + " has this id; the last " + KEPT + " are kept");
    }
    return job;
  }

  synchronized List<Job<R>> all() {
    return new ArrayList<>(jobs.values());
  }

  @Override
  public void close() {
    all().forEach(Job::cancel);
    bench.close();
  }
}
