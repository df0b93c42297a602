package dev.strowger.worker;

import com.google.auth.oauth2.GoogleCredentials;
import java.util.Optional;

/** With what a pool proves to its provider who it is. Text forms hide what must be hidden. */
sealed interface Secret {
  /** The provider needs none, or is simulated. */
  record None() implements Secret {}

  record Key(ApiKey key) implements Secret {}

  /**
   * An access key of AWS.
   *
   * @param sessionToken of a temporary one
   */
  record Aws(ApiKey accessKeyId, ApiKey secretAccessKey, Optional<ApiKey> sessionToken)
      implements Secret {}

  /** A service account of Google's, or what else its library takes as credentials. */
  record Google(GoogleCredentials credentials) implements Secret {
    @Override
    public String toString() {
      return "Google[hidden]";
    }
  }
}
