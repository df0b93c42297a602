package dev.strowger.worker;

import com.google.auth.oauth2.GoogleCredentials;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Authentication;
import dev.strowger.process.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what each provider is to be called with. No secret's text is ever repeated. */
final class ProviderSecrets {
  private static final String AWS_ID = "AWS_ACCESS_KEY_ID";
  private static final String AWS_KEY = "AWS_SECRET_ACCESS_KEY";
  private static final String AWS_TOKEN = "AWS_SESSION_TOKEN";

  private static final Reading UNUSABLE = new Reading.Unusable();

  private final Settings settings;

  ProviderSecrets(Settings settings) {
    this.settings = settings;
  }

  /** What the environment has. */
  sealed interface Reading {
    record Found(Secret secret) implements Reading {}

    /**
     * Nothing at all is set.
     *
     * @param problem what should be
     */
    record NotSet(String problem) implements Reading {}

    /** What is set is no good; the problem is listed. */
    record Unusable() implements Reading {}
  }

  Reading read(Provider provider) {
    return switch (provider.authentication()) {
      case Authentication.None() -> new Reading.Found(new Secret.None());
      case Authentication.Header(var _, var _, var env) ->
          set(env)
              ? key(env).<Reading>map(k -> new Reading.Found(new Secret.Key(k))).orElse(UNUSABLE)
              : new Reading.NotSet(notSet(env, "the key of provider " + provider.name()));
      case Authentication.Aws _ -> aws(provider);
      case Authentication.Google(var env) -> google(env, provider);
    };
  }

  private Reading aws(Provider provider) {
    String what = "the access key of provider " + provider.name();
    if (!set(AWS_ID) && !set(AWS_KEY)) {
      return new Reading.NotSet(notSet(AWS_ID, what) + "; " + notSet(AWS_KEY, what));
    }
    if (!set(AWS_ID) || !set(AWS_KEY)) {
      settings.problem(notSet(set(AWS_ID) ? AWS_KEY : AWS_ID, what));
      return UNUSABLE;
    }
    Optional<ApiKey> id = key(AWS_ID);
    Optional<ApiKey> secret = key(AWS_KEY);
    Optional<ApiKey> token = key(AWS_TOKEN);
    return id.isEmpty() || secret.isEmpty() || (set(AWS_TOKEN) && token.isEmpty())
        ? UNUSABLE
        : new Reading.Found(new Secret.Aws(id.get(), secret.get(), token));
  }

  private Reading google(String env, Provider provider) {
    Optional<String> file = settings.optional(env);
    if (file.isEmpty()) {
      return new Reading.NotSet(
          env + " is not set: the credentials file of provider " + provider.name());
    }
    try (InputStream in = Files.newInputStream(Path.of(file.get()))) {
      return new Reading.Found(new Secret.Google(GoogleCredentials.fromStream(in)));
    } catch (IOException | RuntimeException e) {
      settings.problem(env + "=" + file.get() + ": expected a file with credentials of Google's");
      return UNUSABLE;
    }
  }

  private boolean set(String env) {
    return settings.optional(env).isPresent() || settings.optional(env + "_FILE").isPresent();
  }

  private static String notSet(String env, String what) {
    return env + " (or " + env + "_FILE) is not set: " + what;
  }

  private Optional<ApiKey> key(String env) {
    try {
      return settings.secret(env).map(ApiKey::new);
    } catch (IllegalArgumentException e) {
      settings.problem(env + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
