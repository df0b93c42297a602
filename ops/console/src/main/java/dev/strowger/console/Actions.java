package dev.strowger.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.AuditedAction;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what operators do: once before it is done, without which it is not done, and once with
 * what came of it, under the same id. So nothing happens without a trace; where the second is
 * missing, the first says that something may have.
 */
final class Actions implements OwnDeeds {
  private static final Logger log = LoggerFactory.getLogger(Actions.class);

  static final String BEGUN = "begun";

  /** Of actions that are of no tenant. */
  static final String NOBODY = "strowger";

  /** Who does what nobody called for: it applies files, ends experiments and keys. */
  private static final String CONSOLE = "console";

  private static final int MAX_DETAIL_CHARS = 2_000;

  /** Fields of calls that are kept; none of them can hold a secret. */
  private static final List<String> KEPT =
      List.of(
          "tenant",
          "team",
          "name",
          "role",
          "displayName",
          "region",
          "models",
          "routes",
          "addresses",
          "tags",
          "limits",
          "expiresAt",
          "at",
          "in",
          "grace",
          "reason",
          "version",
          "query",
          "ids",
          "all",
          "requestId",
          "after",
          "month",
          "topic",
          "from",
          "to",
          "limit",
          "shadow");

  private final RecordPublisher publisher;
  private final Function<String, Optional<String>> tenantOf;
  private final Clock clock;

  /** Who does what, from where. */
  record Deed(Operator by, String address, String action) {}

  /**
   * @param tenantOf of a credential, by its id
   */
  Actions(RecordPublisher publisher, Function<String, Optional<String>> tenantOf, Clock clock) {
    this.publisher = publisher;
    this.tenantOf = tenantOf;
    this.clock = clock;
  }

  /**
   * @throws Refusal (503) if it cannot be recorded, and then it is not done
   */
  Reply record(Deed deed, Call call, Function<Call, Reply> done) throws InterruptedException {
    AuditedAction begun = begun(deed, call).build();
    publisher.publish(Topics.ACTIONS, begun.getTenant(), begun);
    Reply reply = done.apply(call);
    AuditedAction.Builder outcome =
        AuditedAction.newBuilder(begun).setAt(now()).setResult(result(reply));
    if (begun.getTarget().isEmpty()) {
      made(reply).ifPresent(outcome::setTarget);
    }
    AuditedAction ended = outcome.build();
    try {
      publisher.publish(Topics.ACTIONS, ended.getTenant(), ended);
    } catch (Refusal e) {
      log.atError()
          .addKeyValue("actionId", begun.getActionId())
          .addKeyValue("reason", e.getMessage())
          .log("how an action ended is not recorded, only that it was begun");
    }
    return reply;
  }

  /**
   * What an answer shows of prompts and answers, in the trail of whose they are. A single record:
   * it is written before they are sent.
   *
   * @throws Refusal (503) if it cannot be recorded, and then nothing is shown
   */
  Reply shown(Deed deed, Call call, Reply reply) throws InterruptedException {
    if (reply.shown().isPresent()) {
      Reply.Shown shown = reply.shown().get();
      AuditedAction action =
          begun(deed, call)
              .setTenant(shown.tenant())
              .setTarget(clipped(shown.requestId()))
              .setResult("ok")
              .setDetails(Map.of("parts", shown.parts()))
              .build();
      publisher.publish(Topics.ACTIONS, action.getTenant(), action);
    }
    return reply;
  }

  /** That somebody wanted to do what he may not. */
  void refused(Deed deed, Call call, String code) throws InterruptedException {
    AuditedAction action = begun(deed, call).setResult(code).build();
    publisher.publish(Topics.ACTIONS, action.getTenant(), action);
  }

  @Override
  public void record(String action, String target, Map<String, String> details, Work work)
      throws InterruptedException {
    AuditedAction begun =
        AuditedAction.newBuilder()
            .setTenant(NOBODY)
            .setAt(now())
            .setActionId("act_" + UUID.randomUUID())
            .setOperatorId(CONSOLE)
            .setOperator(CONSOLE)
            .setRole("")
            .setAction(action)
            .setTarget(clipped(target))
            .setResult(BEGUN)
            .setDetails(new HashMap<>(details))
            .build();
    publisher.publish(Topics.ACTIONS, NOBODY, begun);
    work.run();
    AuditedAction ended = AuditedAction.newBuilder(begun).setAt(now()).setResult("ok").build();
    publisher.publish(Topics.ACTIONS, NOBODY, ended);
  }

  private AuditedAction.Builder begun(Deed deed, Call call) {
    return AuditedAction.newBuilder()
        .setTenant(tenant(call))
        .setAt(now())
        .setActionId("act_" + UUID.randomUUID())
        .setOperatorId(deed.by().id())
        .setOperator(deed.by().name())
        .setRole(Operators.text(deed.by().role()))
        .setAction(deed.action())
        .setTarget(target(call.path()))
        .setResult(BEGUN)
        .setDetails(details(call))
        .setAddress(deed.address());
  }

  private String tenant(Call call) {
    String asked = call.query("tenant").orElse("");
    String named = call.path().getOrDefault("tenant", call.body().path("tenant").asText(asked));
    if (Names.isTenant(named)) {
      return named;
    }
    return Optional.ofNullable(call.path().get("credentialId")).flatMap(tenantOf).orElse(NOBODY);
  }

  private static String target(Map<String, String> path) {
    String tenant = path.get("tenant");
    return tenant == null
        ? clipped(String.join("/", path.values()))
        : clipped(path.containsKey("team") ? tenant + "/" + path.get("team") : tenant);
  }

  private static Map<String, String> details(Call call) {
    Map<String, String> details = new HashMap<>();
    for (String name : KEPT) {
      call.query(name).ifPresent(text -> details.put(name, clipped(text)));
      JsonNode value = call.body().path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        details.put(name, clipped(value.isTextual() ? value.textValue() : value.toString()));
      }
    }
    return details;
  }

  private static String clipped(String text) {
    return text.length() <= MAX_DETAIL_CHARS ? text : text.substring(0, MAX_DETAIL_CHARS) + "…";
  }

  private static String result(Reply reply) {
    if (reply.status() < 400) {
      return "ok";
    }
    return reply.body() instanceof Map<?, ?> body
            && body.get("error") instanceof Map<?, ?> error
            && error.get("code") instanceof String code
        ? code
        : Integer.toString(reply.status());
  }

  /** The id of what the call made. */
  private static Optional<String> made(Reply reply) {
    return reply.body() instanceof Map<?, ?> body && body.get("id") instanceof String id
        ? Optional.of(id)
        : Optional.empty();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
