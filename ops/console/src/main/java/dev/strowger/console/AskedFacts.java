package dev.strowger.console;

import dev.strowger.policy.CallFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** What a request would be like, in an operator's words. */
final class AskedFacts {
  private static final long MAX_TOKENS = 1L << 40;

  private AskedFacts() {}

  /**
   * @param at if the call does not say when
   * @param prompt what its words say
   */
  static CallFacts of(Call call, Instant at, CallFacts.Prompt prompt, CallFacts.Moment moment) {
    return new CallFacts(
        call.optionalText("requestId").orElseGet(() -> UUID.randomUUID().toString()),
        call.time("at").orElse(at),
        new CallFacts.Caller(
            call.optionalText("tenant").orElse("demo"),
            call.optionalText("team").orElse(""),
            call.optionalText("credential").orElse(""),
            call.optionalText("user").orElse(""),
            call.texts("tags")),
        asked(call),
        prompt,
        moment);
  }

  private static CallFacts.Asked asked(Call call) {
    Map<String, String> headers = new HashMap<>();
    call.texts("headers")
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return new CallFacts.Asked(
        call.text("model", "the model as a client would name it"),
        call.optionalText("operation").orElse("chat"),
        call.flag("stream"),
        Set.copyOf(new HashSet<>(call.list("capabilities"))),
        call.number("promptTokens", 0, 0, MAX_TOKENS),
        maxOutputTokens(call),
        headers,
        call.optionalText("conversation").orElse(""),
        java.util.OptionalDouble.empty(),
        (int) call.number("choices", 1, 1, 128),
        cacheMode(call));
  }

  private static OptionalLong maxOutputTokens(Call call) {
    long most = call.number("maxOutputTokens", -1, -1, MAX_TOKENS);
    return most < 0 ? OptionalLong.empty() : OptionalLong.of(most);
  }

  private static CallFacts.CacheMode cacheMode(Call call) {
    String mode = call.optionalText("cache").orElse("use");
    return switch (mode) {
      case "use" -> CallFacts.CacheMode.USE;
      case "bypass" -> CallFacts.CacheMode.BYPASS;
      case "refresh" -> CallFacts.CacheMode.REFRESH;
      default -> throw Refusal.badParam("cache", "\"cache\" must be use, bypass or refresh");
    };
  }

  /** What the operator says of the prompt's words. */
  static CallFacts.Prompt said(Call call) {
    Map<String, Double> intents = new HashMap<>();
    call.list("intents").forEach(name -> intents.put(name, 1.0));
    return new CallFacts.Prompt(
        call.optionalText("language").orElse(""),
        intents,
        call.fraction("complexity"),
        Set.copyOf(new HashSet<>(call.list("dataClasses"))),
        call.flag("undetermined"));
  }
}
