package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.CredentialRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of applications: made, listed, revoked. */
final class CredentialEndpoints {
  private static final Logger log = LoggerFactory.getLogger(CredentialEndpoints.class);
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");

  private final Credentials credentials;
  private final Clock clock;

  CredentialEndpoints(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** The only answer that ever carries the key. */
  Reply create(Call call) throws InterruptedException {
    String tenant = call.text("tenant", "the team the key belongs to");
    if (!TENANT.matcher(tenant).matches()) {
      throw Refusal.badParam(
          "tenant", "expected up to 64 letters, digits, dots, dashes and underscores");
    }
    String name = call.text("name", "what the key is for");
    if (!NAME.matcher(name).matches()) {
      throw Refusal.badParam("name", "expected up to 100 characters on one line");
    }
    Credentials.Issued issued = credentials.issue(tenant, name, expiry(call));
    log.atInfo()
        .addKeyValue("credentialId", issued.credential().getCredentialId())
        .addKeyValue("tenant", tenant)
        .log("key made");
    Map<String, Object> view = view(issued.credential());
    view.put("key", issued.key());
    return new Reply(201, view);
  }

  Reply list(Call call) {
    return Reply.ok(
        Map.of("credentials", credentials.list().stream().map(CredentialEndpoints::view).toList()));
  }

  Reply revoke(Call call) throws InterruptedException {
    CredentialRecord revoked = credentials.revoke(call.segment("credentialId"));
    log.atInfo().addKeyValue("credentialId", revoked.getCredentialId()).log("key revoked");
    return Reply.ok(view(revoked));
  }

  private @Nullable Instant expiry(Call call) {
    String text = call.optionalText("expiresAt").orElse("");
    if (text.isEmpty()) {
      return null;
    }
    try {
      Instant at = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
      if (at.isAfter(clock.instant())) {
        return at;
      }
    } catch (DateTimeParseException e) {
      throw Refusal.badParam("expiresAt", "expected a time such as 2027-01-31T00:00:00Z");
    }
    throw Refusal.badParam("expiresAt", "this time is past");
  }

  private static Map<String, Object> view(CredentialRecord credential) {
    Instant expires = credential.getExpiresAt();
    return ordered(
        "id", credential.getCredentialId(),
        "tenant", credential.getTenant(),
        "name", credential.getName(),
        "createdAt", credential.getCreatedAt().toString(),
        "expiresAt", expires == null ? null : expires.toString(),
        "revoked", credential.getRevoked());
  }
}
