package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.CredentialRecord;
import dev.strowger.records.Limits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of applications: made, listed, rotated, scoped, ended and revoked. */
final class CredentialEndpoints {
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1_000;
  private static final int MAX_PATTERNS = 100;
  private static final int MAX_TAGS = 16;
  private static final Duration LONGEST_GRACE = Duration.ofDays(90);

  private final Credentials credentials;
  private final Clock clock;

  CredentialEndpoints(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** With {@link #rotate}, the only answer that ever carries the key. */
  Reply create(Call call) throws InterruptedException {
    Form form = new Form(call.body());
    CredentialRecord.Builder draft =
        CredentialRecord.newBuilder()
            .setTenant(form.text("tenant", Names::isTenant, Names.TENANT_FORM))
            .setTeam(form.optionalText("team", Names::isTenant, Names.TENANT_FORM).orElse(""))
            .setName(form.text("name", Names::isTitle, Names.TITLE_FORM));
    form.time("expiresAt")
        .ifPresent(
            at -> {
              if (!at.isAfter(clock.instant())) {
                form.wrong("expiresAt", "is past");
              }
              draft.setExpiresAt(at);
            });
    scope(form, draft, null);
    form.orRefuse();
    return issued(201, credentials.issue(draft));
  }

  /** Newest first; a page and where the next one begins. */
  Reply list(Call call) {
    Instant now = clock.instant();
    Predicate<CredentialRecord> wanted = key -> true;
    for (String field : List.of("tenant", "team", "name", "state")) {
      Optional<String> value = call.query(field);
      if (value.isPresent()) {
        wanted = wanted.and(filter(field, value.get(), now));
      }
    }
    int limit = limit(call);
    Optional<Predicate<CredentialRecord>> after = call.query("after").map(this::after);
    List<CredentialRecord> found =
        credentials.newest(after.map(wanted::and).orElse(wanted), limit + 1);
    List<CredentialRecord> page = found.subList(0, Math.min(limit, found.size()));
    return Reply.ok(
        ordered(
            "credentials",
            page.stream().map(CredentialEndpoints::view).toList(),
            "next",
            page.size() < found.size() ? cursor(page.getLast()) : null));
  }

  Reply show(Call call) {
    List<CredentialRecord> keys = credentials.keys(call.segment("credentialId"));
    Map<String, Object> view = view(keys.getFirst());
    view.put(
        "keys",
        keys.stream()
            .map(
                key ->
                    ordered(
                        "createdAt", key.getCreatedAt().toString(),
                        "expiresAt", text(key.getExpiresAt()),
                        "revoked", key.getRevoked()))
            .toList());
    return Reply.ok(view);
  }

  Reply rotate(Call call) throws InterruptedException {
    Form form = new Form(call.body());
    Duration grace = form.duration("grace").orElse(Duration.ofHours(24));
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      form.wrong("grace", "must be at most " + LONGEST_GRACE.toDays() + " days");
    }
    form.orRefuse();
    return issued(200, credentials.rotate(call.segment("credentialId"), grace));
  }

  /** At {@code at}, or {@code in} some time; now if neither is said. */
  Reply expire(Call call) throws InterruptedException {
    Form form = new Form(call.body());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Instant> at = form.time("at");
    Optional<Duration> in = form.duration("in");
    if (at.isPresent() && in.isPresent()) {
      form.wrong("in", "cannot be said with \"at\"");
    }
    form.orRefuse();
    Instant end = at.orElseGet(() -> in.map(now::plus).orElse(now));
    return Reply.ok(view(credentials.expire(call.segment("credentialId"), end)));
  }

  Reply revoke(Call call) throws InterruptedException {
    return Reply.ok(view(credentials.revoke(call.segment("credentialId"))));
  }

  /** Changes what the call names, of all keys of the credential. */
  Reply change(Call call) throws InterruptedException {
    Form form = new Form(call.body());
    String id = call.segment("credentialId");
    CredentialRecord before = credentials.keys(id).getFirst();
    CredentialRecord.Builder draft = CredentialRecord.newBuilder(before);
    form.optionalText("name", Names::isTitle, Names.TITLE_FORM).ifPresent(draft::setName);
    scope(form, draft, before.getLimits());
    form.orRefuse();
    return Reply.ok(
        view(
            credentials.change(
                id,
                key -> true,
                key ->
                    key.setName(draft.getName())
                        .setModels(draft.getModels())
                        .setRoutes(draft.getRoutes())
                        .setAddresses(draft.getAddresses())
                        .setTags(draft.getTags())
                        .setLimits(draft.getLimits()))));
  }

  private static void scope(Form form, CredentialRecord.Builder draft, @Nullable Limits before) {
    if (form.has("models")) {
      draft.setModels(patterns(form, "models"));
    }
    if (form.has("routes")) {
      draft.setRoutes(patterns(form, "routes"));
    }
    if (form.has("addresses")) {
      draft.setAddresses(form.texts("addresses", MAX_PATTERNS, Names::isRange, Names.RANGE_FORM));
    }
    if (form.has("tags")) {
      draft.setTags(new HashMap<>(form.pairs("tags", MAX_TAGS, Names::isTag, Names.TAG_FORM)));
    }
    draft.setLimits(LimitsForm.read(form, before));
  }

  private static List<String> patterns(Form form, String name) {
    return form.texts(name, MAX_PATTERNS, Names::isPattern, Names.PATTERN_FORM);
  }

  private static Predicate<CredentialRecord> filter(String field, String value, Instant now) {
    return switch (field) {
      case "tenant" -> key -> key.getTenant().equals(value);
      case "team" -> key -> key.getTeam().equals(value);
      case "name" -> key -> key.getName().contains(value);
      default ->
          switch (value) {
            case "active" -> key -> Credentials.inForce(key, now);
            case "revoked" -> CredentialRecord::getRevoked;
            case "expired" -> key -> !key.getRevoked() && !Credentials.inForce(key, now);
            default ->
                throw Refusal.badParam("state", "\"state\" must be active, expired or revoked");
          };
    };
  }

  private static int limit(Call call) {
    try {
      int limit = call.query("limit").map(Integer::parseInt).orElse(PAGE);
      if (limit >= 1 && limit <= LARGEST_PAGE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw Refusal.badParam("limit", "\"limit\" must be a whole number from 1 to " + LARGEST_PAGE);
  }

  private static String cursor(CredentialRecord last) {
    return last.getCreatedAt().toEpochMilli() + "-" + last.getCredentialId();
  }

  private Predicate<CredentialRecord> after(String cursor) {
    int dash = cursor.indexOf('-');
    try {
      CredentialRecord last =
          CredentialRecord.newBuilder()
              .setCredentialId(cursor.substring(dash + 1))
              .setTenant("")
              .setName("")
              .setKeyHash("")
              .setCreatedAt(Instant.ofEpochMilli(Long.parseLong(cursor.substring(0, dash))))
              .build();
      return key -> Credentials.NEWEST_FIRST.compare(key, last) > 0;
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw Refusal.badParam("after", "\"after\" must be the \"next\" of another page");
    }
  }

  private static Reply issued(int status, Credentials.Issued issued) {
    Map<String, Object> view = view(issued.credential());
    view.put("key", issued.key());
    return new Reply(status, view);
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private static Map<String, Object> view(CredentialRecord credential) {
    return ordered(
        "id", credential.getCredentialId(),
        "tenant", credential.getTenant(),
        "team", credential.getTeam(),
        "name", credential.getName(),
        "createdAt", credential.getCreatedAt().toString(),
        "expiresAt", text(credential.getExpiresAt()),
        "revoked", credential.getRevoked(),
        "models", credential.getModels(),
        "routes", credential.getRoutes(),
        "addresses", credential.getAddresses(),
        "tags", credential.getTags(),
        "limits", LimitsForm.view(credential.getLimits()));
  }
}
