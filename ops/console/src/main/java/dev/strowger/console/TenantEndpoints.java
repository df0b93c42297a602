package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.TenantRecord;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Tenants and their teams: their limits, whether they are suspended, and their region. */
final class TenantEndpoints {
  /** More of both together are not shown and not made. */
  static final int MAX = 100_000;

  private final TableView<TenantRecord> table;
  private final RecordPublisher publisher;
  private final Clock clock;

  /** One change at a time, as each begins with what there is. */
  private final ReentrantLock changing = new ReentrantLock();

  TenantEndpoints(TableView<TenantRecord> table, RecordPublisher publisher, Clock clock) {
    this.table = table;
    this.publisher = publisher;
    this.clock = clock;
  }

  Reply tenants(Call call) {
    return list("tenants", table.matching(record -> record.getTeam().isEmpty()));
  }

  Reply teams(Call call) {
    Optional<String> tenant = call.query("tenant");
    return list(
        "teams",
        table.matching(
            record ->
                !record.getTeam().isEmpty()
                    && (tenant.isEmpty() || record.getTenant().equals(tenant.get()))));
  }

  Reply show(Call call) {
    Name name = Name.of(call);
    TenantRecord record =
        table.get(name.key()).orElseThrow(() -> Refusal.notFound("there is no " + name));
    Map<String, Object> view = view(record);
    if (name.team().isEmpty()) {
      view.put(
          "teams",
          table
              .matching(
                  other -> other.getTenant().equals(name.tenant()) && !other.getTeam().isEmpty())
              .stream()
              .map(TenantRecord::getTeam)
              .sorted()
              .toList());
    }
    return Reply.ok(view);
  }

  /** Makes it if it is not there; changes what the call names and leaves the rest. */
  Reply set(Call call) throws InterruptedException {
    Name name = Name.of(call);
    Form form = new Form(call.body());
    Optional<String> title = form.optionalText("displayName", Names::isTitle, Names.TITLE_FORM);
    boolean region = form.has("region");
    String where =
        form.optionalText(
                "region",
                text -> text.isEmpty() || Names.isTenant(text),
                "a region as STROWGER_REGION has it, or empty")
            .orElse("");
    if (region && !name.team().isEmpty()) {
      form.wrong("region", "is of tenants only");
    }
    changing.lock();
    try {
      TenantRecord.Builder record = known(name);
      record.setLimits(LimitsForm.read(form, record.getLimits()));
      form.orRefuse();
      title.ifPresent(record::setDisplayName);
      if (region) {
        record.setRegion(where);
      }
      return publish(name, record);
    } finally {
      changing.unlock();
    }
  }

  /** From now on its requests are refused. */
  Reply suspend(Call call) throws InterruptedException {
    return change(call, record -> record.setSuspended(true));
  }

  Reply resume(Call call) throws InterruptedException {
    return change(call, record -> record.setSuspended(false));
  }

  private Reply change(Call call, Consumer<TenantRecord.Builder> change)
      throws InterruptedException {
    changing.lock();
    try {
      Name name = Name.of(call);
      TenantRecord.Builder record = known(name);
      change.accept(record);
      return publish(name, record);
    } finally {
      changing.unlock();
    }
  }

  /** A tenant of which there are only keys may be suspended too, so a new record is no mistake. */
  private TenantRecord.Builder known(Name name) {
    Optional<TenantRecord> known = table.get(name.key());
    if (known.isPresent()) {
      return TenantRecord.newBuilder(known.get());
    }
    if (table.size() >= MAX) {
      throw Refusal.of(
          409,
          "too_many_tenants",
          "there are " + MAX + " tenants and teams, the most there may be");
    }
    return TenantRecord.newBuilder()
        .setTenant(name.tenant())
        .setTeam(name.team())
        .setCreatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private Reply publish(Name name, TenantRecord.Builder builder) throws InterruptedException {
    TenantRecord record = builder.build();
    publisher.publish(Topics.TENANTS, name.key(), record);
    table.await(name.key(), record::equals, RecordPublisher.TIMEOUT);
    return Reply.ok(view(record));
  }

  private static Reply list(String name, List<TenantRecord> records) {
    return Reply.ok(
        Map.of(
            name,
            records.stream()
                .sorted(
                    Comparator.comparing(TenantRecord::getTenant)
                        .thenComparing(TenantRecord::getTeam))
                .map(TenantEndpoints::view)
                .toList()));
  }

  private static Map<String, Object> view(TenantRecord record) {
    Map<String, Object> view = ordered("tenant", record.getTenant());
    if (!record.getTeam().isEmpty()) {
      view.put("team", record.getTeam());
    }
    view.put("displayName", record.getDisplayName());
    view.put("createdAt", record.getCreatedAt().toString());
    view.put("suspended", record.getSuspended());
    if (record.getTeam().isEmpty()) {
      view.put("region", record.getRegion());
    }
    view.put("limits", LimitsForm.view(record.getLimits()));
    return view;
  }

  /**
   * Which one is meant.
   *
   * @param team empty: the tenant itself
   */
  private record Name(String tenant, String team) {
    static Name of(Call call) {
      Name name = new Name(call.segment("tenant"), call.path().getOrDefault("team", ""));
      if (!Names.isTenant(name.tenant())
          || !(name.team().isEmpty() || Names.isTenant(name.team()))) {
        throw Refusal.badParam("tenant", "a tenant's and a team's name has " + Names.TENANT_FORM);
      }
      return name;
    }

    String key() {
      return team.isEmpty() ? tenant : tenant + "/" + team;
    }

    @Override
    public String toString() {
      return team.isEmpty() ? "tenant " + tenant : "team " + team + " of " + tenant;
    }
  }
}
