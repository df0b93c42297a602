package dev.strowger.ingress;

import java.time.Duration;

/** The refusals of callers who are known, or could be, but may not do what they ask. */
final class AccessRefusals {
  private static final Duration SOON = Duration.ofSeconds(1);

  private AccessRefusals() {}

  /** As OpenAI answers where a project has an allowlist. */
  static OpenAiError wrongAddress() {
    return OpenAiError.invalid(
        401,
        "ip_not_authorized",
        null,
        "The API key may not be used from the address this request comes from.");
  }

  /**
   * @param what tenant or team
   */
  static OpenAiError suspended(String what, String name) {
    return OpenAiError.invalid(
        403, what + "_suspended", null, "The " + what + " '" + name + "' is suspended.");
  }

  static OpenAiError elsewhere(String tenant, String region, String here) {
    return OpenAiError.invalid(
        403,
        "wrong_region",
        null,
        "The data of the tenant '"
            + tenant
            + "' stay in the region '"
            + region
            + "', and this gateway is "
            + (here.isEmpty() ? "of no region" : "of the region '" + here + "'")
            + ". Use the gateway of '"
            + region
            + "'.");
  }

  /** As OpenAI answers where a project has no access to a model. */
  static OpenAiError noAccess(String model) {
    return OpenAiError.invalid(
        403,
        "model_not_found",
        "model",
        "The API key does not have access to the model '" + BadBody.echo(model) + "'.");
  }

  static OpenAiError wrongToken(String reason) {
    return OpenAiError.invalid(
        401, "invalid_token", null, "The bearer token is not accepted: " + reason + ".");
  }

  static OpenAiError tokensUnavailable(String reason) {
    return OpenAiError.server(
            503,
            "identity_provider_unavailable",
            "The bearer token cannot be checked just now: " + reason + ".")
        .retryAfter(SOON);
  }

  static OpenAiError unknownTenant(String tenant) {
    return OpenAiError.invalid(
        403, "unknown_tenant", null, "The token's tenant '" + tenant + "' is not known here.");
  }
}
