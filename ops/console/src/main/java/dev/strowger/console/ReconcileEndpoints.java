package dev.strowger.console;

import dev.strowger.console.reconcile.Reconciliation;
import dev.strowger.console.reconcile.Refold;
import dev.strowger.console.reconcile.Report;
import dev.strowger.console.reconcile.Selection;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether log, warehouse and balances agree. */
final class ReconcileEndpoints {
  private static final String ROUTERS = "strowger-router";
  private static final int MAX_PATIENCE_SECONDS = 600;

  private final Jobs<Report> jobs;
  private final KafkaAccess kafka;
  private final SqlRunner sql;
  private final Supplier<Optional<Refold>> refolds;

  /**
   * @param refolds make balances anew from the log
   */
  ReconcileEndpoints(
      Jobs<Report> jobs, KafkaAccess kafka, SqlRunner sql, Supplier<Optional<Refold>> refolds) {
    this.jobs = jobs;
    this.kafka = kafka;
    this.sql = sql;
    this.refolds = refolds;
  }

  JobEndpoints<Report> running() {
    return new JobEndpoints<>(jobs, "reconciliations");
  }

  Reply start(Call call) {
    Reconciliation.Terms terms =
        new Reconciliation.Terms(
            selection(call),
            call.optionalText("routerGroup").orElse(ROUTERS),
            Duration.ofSeconds(call.number("patienceSeconds", 30, 0, MAX_PATIENCE_SECONDS)));
    Reconciliation work =
        new Reconciliation(
            kafka,
            terms,
            call.flag("withoutClickHouse") ? Optional.empty() : Optional.of(this::asked),
            refolds.get());
    return new Reply(202, jobs.start(work).view());
  }

  private List<List<Object>> asked(String query, String... parameters) throws IOException {
    try {
      return sql.run(query, parameters).table().rows();
    } catch (Refusal e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Selection selection(Call call) {
    try {
      return Selection.of(
          call.optionalText("month").orElse(""), call.optionalText("tenant").orElse(""));
    } catch (DateTimeParseException e) {
      throw Refusal.badParam("month", "\"month\" must be a month such as 2026-11");
    }
  }
}
