package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls and providers as tests need them. */
public final class Calls {
  public static final String ID = "req-1";
  public static final long CREATED = 1_763_700_000L;

  private Calls() {}

  public static Dialect.Call sync(String model, String body) {
    return new Dialect.Call(
        Api.CHAT_COMPLETIONS,
        ID,
        CREATED,
        model,
        "chat-mid-tier",
        false,
        false,
        false,
        Map.of(),
        body.getBytes(UTF_8));
  }

  public static Dialect.Call stream(String model, String body, boolean includeUsage) {
    return new Dialect.Call(
        Api.CHAT_COMPLETIONS,
        ID,
        CREATED,
        model,
        "chat-mid-tier",
        true,
        includeUsage,
        false,
        Map.of(),
        body.getBytes(UTF_8));
  }

  public static Dialect.Response response(int status, String body) {
    return new Dialect.Response(status, Map.of(), body.getBytes(UTF_8));
  }

  public static Provider provider(Dialects.Family family, Provider.Quirk... quirks) {
    return provider(family, Provider.Traits.NONE, quirks);
  }

  public static Provider provider(
      Dialects.Family family, Provider.Traits traits, Provider.Quirk... quirks) {
    return new Provider(
        family.label(),
        family,
        URI.create("https://provider.example/base"),
        Optional.empty(),
        new Provider.Authentication.None(),
        Map.of("x-team", "ml"),
        Set.of(quirks),
        traits);
  }
}
