package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.sealing.KeyName;
import dev.strowger.sealing.Kms.KeyInfo;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that bodies of tenants are sealed with: listed, and destroyed to erase what they sealed.
 */
final class ErasureEndpoints {
  private static final Logger log = LoggerFactory.getLogger(ErasureEndpoints.class);
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_LISTED = 1_000;

  /** What holds bodies, and so what nobody can read any more. */
  private static final List<String> UNREADABLE =
      List.of(
          "prompts: llm.requests, llm.routed.*, llm.shadow, their copies in llm.dead.letters",
          "answers: llm.replies.*, llm.shadow.results, those on their way to a judge",
          "kept answers: llm.responses (Responses API, Idempotency-Key)",
          "cached answers and their embeddings: llm.cache",
          "contents kept for auditors: llm.audit.contents; the audit chain itself stays verifiable");

  private final Sealing sealing;

  ErasureEndpoints(Sealing sealing) {
    this.sealing = sealing;
  }

  void mount(Door door, Workbench bench) {
    door.serve(HttpMethod.GET, "/admin/keys", bench, this::list);
    door.serve(HttpMethod.POST, "/admin/tenants/:tenant/erase", bench, this::erase);
  }

  /** All keys by what they are for; tenants by the hash of their name only. */
  Reply list(Call call) {
    List<KeyInfo> keys =
        call.query("tenant").map(t -> keys(t)).orElseGet(() -> asked(sealing::keys));
    return Reply.ok(
        ordered(
            "sealing",
            sealing.on(),
            "retention",
            retention(),
            "total",
            keys.size(),
            "keys",
            keys.stream().limit(MOST_LISTED).map(this::view).toList()));
  }

  private List<KeyInfo> keys(String tenant) {
    return asked(() -> sealing.keys(tenant));
  }

  /** Destroys all keys of a tenant. The body must name it again: there is no way back. */
  Reply erase(Call call) {
    String tenant = call.segment("tenant");
    if (!TENANT.matcher(tenant).matches()) {
      throw Refusal.badParam("tenant", "no such name of a tenant");
    }
    if (!call.text("confirm", "the tenant's name again").equals(tenant)) {
      throw Refusal.badParam("confirm", "\"confirm\" must be the tenant's name");
    }
    if (!sealing.on()) {
      throw Refusal.of(409, "not_sealed", "STROWGER_KMS is off: bodies are not sealed");
    }
    List<KeyName> destroyed = asked(() -> sealing.destroy(tenant));
    log.atWarn()
        .addKeyValue("tenant", tenant)
        .addKeyValue("keys", destroyed.size())
        .log("a tenant's keys were destroyed");
    return Reply.ok(
        ordered(
            "tenant",
            tenant,
            "destroyed",
            destroyed.stream().map(KeyName::text).toList(),
            "unreadable",
            UNREADABLE,
            "withinSeconds",
            sealing.keyCache().toSeconds()));
  }

  private Map<String, Object> retention() {
    Map<String, Object> byClass = ordered();
    sealing.retention().byClass().forEach((name, time) -> byClass.put(name, time.toString()));
    return byClass;
  }

  private Map<String, Object> view(KeyInfo key) {
    return ordered(
        "key", key.name().text(),
        "dataClass", key.name().scope().dataClass(),
        "day", key.name().scope().day().map(LocalDate::toString).orElse(null),
        "endsAt", sealing.retention().end(key.name().scope()).map(Instant::toString).orElse(null),
        "destroyedAt", key.destroyedAt().map(Instant::toString).orElse(null));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SealedException e) {
      throw Refusal.of(503, "keys_unavailable", "the keys cannot be reached: " + e.getMessage());
    }
  }
}
