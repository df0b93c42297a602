package dev.strowger.dialects;

import java.util.Locale;

/** Every way a call of a provider can fail; one taxonomy for all dialects. */
public enum FailureKind {
  /** 429, or the provider's own ceiling. */
  RATE_LIMITED,
  /** 503, 529 and their like. */
  OVERLOADED,
  /** No connection: DNS, TLS, refused, reset. */
  UNREACHABLE,
  /** A deadline or latency target was missed. */
  TIMEOUT,
  CONTEXT_LENGTH,
  CONTENT_FILTER,
  /** 401, 403: our key, never the client's. */
  AUTHENTICATION,
  /** The provider does not know the model. */
  NOT_FOUND,
  /** The client's request is at fault. */
  BAD_REQUEST,
  /** This target cannot do what the request asks for; another one may. */
  UNSUPPORTED,
  /** 5xx, an answer that cannot be understood, a stream that broke. */
  PROVIDER_ERROR,
  /** The whole answer came and is not what the route's {@code accept} asks for. */
  NOT_ACCEPTED,
  /** The client went away. */
  CANCELLED;

  /** As it stands in events and decisions, e.g. {@code rate_limited}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
