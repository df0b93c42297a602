package dev.strowger.facts;

import dev.strowger.policy.CallFacts.Moment;
import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Requests and moments at random, the same for the same seed. */
final class Calls {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

  private static final List<String> PROVIDERS = List.of("openai", "anthropic", "ollama", "other");
  private static final List<String> MODELS =
      List.of("gpt-4o-mini", "claude-haiku-4-5", "llama-3.1");
  private static final List<String> ASKED =
      List.of("gpt-4o-mini", "openai/gpt-4o-mini", "anthropic/x", "who-knows", "other/llama-3.1");

  private final Random random;

  Calls(long seed) {
    this.random = new Random(seed);
  }

  RequestRecord request() {
    return request(facts());
  }

  RequestRecord request(RequestFacts facts) {
    return new RequestRecord(
        "r-" + random.nextLong(),
        text("tenant"),
        text("credential"),
        one("chat", "text_completion", "embeddings"),
        ASKED.get(random.nextInt(ASKED.size())),
        random.nextBoolean(),
        false,
        NOON,
        NOON.toEpochMilli() * 1000,
        NOON.plusSeconds(60),
        facts,
        new ReplyAddress("door-1", "llm.replies.door-1", "http://127.0.0.1:1"),
        BodyEncoding.IDENTITY,
        ByteBuffer.wrap(new byte[] {'{', '}'}),
        one("chat_completions", "messages", "responses"),
        random.nextBoolean(),
        false,
        null,
        "",
        text("team"),
        random.nextBoolean(),
        List.of(),
        List.of());
  }

  RequestFacts facts() {
    return RequestFacts.newBuilder()
        .setMessages(random.nextInt(100))
        .setPromptChars(random.nextInt(1_000_000))
        .setTools(random.nextBoolean())
        .setMaxOutputTokens(random.nextBoolean() ? random.nextLong(1 << 20) : null)
        .setNeeds(random.nextInt(8) == 0 ? List.of("tools", "vision") : List.of())
        .setPromptTokens(random.nextLong(1 << 20))
        .setTemperature(random.nextBoolean() ? random.nextDouble() : null)
        .setChoices(1 + random.nextInt(4))
        .setConversation(text("conversation"))
        .setUser(text("user"))
        .setTags(names("tag"))
        .setHeaders(names("x-header"))
        .setDataClass(one("", "pii", "PII, health", " ,"))
        .setDetected(random.nextBoolean() ? List.of("pii.email", "undetermined") : List.of())
        .setDetectedClasses(random.nextBoolean() ? List.of("pii") : List.of())
        .setLanguage(one("", "de", "en"))
        .setIntents(probabilities())
        .setComplexity(random.nextBoolean() ? odd() : null)
        .setClassifier(text("version"))
        .setEmbedding(random.nextBoolean() ? ByteBuffer.wrap(new byte[384]) : null)
        .setCacheMode(one("use", "bypass", "refresh", "unheard-of"))
        .build();
  }

  Moment moment() {
    Map<String, String> unavailable = new HashMap<>();
    Map<String, TargetState> targets = new TreeMap<>();
    for (String provider : PROVIDERS) {
      if (random.nextInt(4) == 0) {
        unavailable.put(provider, text("reason"));
      }
      for (String model : MODELS) {
        if (random.nextInt(4) == 0) {
          unavailable.put(provider + "/" + model, text("reason"));
        }
        if (random.nextBoolean()) {
          targets.put(provider + "/" + model, state());
        }
      }
    }
    return new Moment(
        unavailable, targets, random.nextBoolean() ? Set.of("trial@1", "a@b") : Set.of());
  }

  private TargetState state() {
    return new TargetState(odd(), odd(), odd(), odd(), odd(), odd(), odd());
  }

  /** Doubles that texts would not carry well. */
  private double odd() {
    return switch (random.nextInt(4)) {
      case 0 -> 0.1 + 0.2;
      case 1 -> Double.MIN_VALUE;
      case 2 -> random.nextDouble() * 1e9;
      default -> 1.0 / (1 + random.nextInt(1000));
    };
  }

  private Map<String, Double> probabilities() {
    Map<String, Double> intents = new HashMap<>();
    for (String name : List.of("code", "general", "summary")) {
      if (random.nextBoolean()) {
        intents.put(name, odd());
      }
    }
    return intents;
  }

  private Map<String, String> names(String prefix) {
    Map<String, String> names = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      names.put(prefix + i, text("value"));
    }
    return names;
  }

  private String text(String prefix) {
    List<String> texts =
        new ArrayList<>(List.of("", prefix, prefix + "-ü", prefix + random.nextInt(9)));
    return texts.get(random.nextInt(texts.size()));
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }
}
