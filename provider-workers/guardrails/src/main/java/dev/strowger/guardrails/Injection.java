package dev.strowger.guardrails;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a text looks like an attempt to override the instructions of whoever built the
 * application. A heuristic: phrases of some families count, in some languages, and it is an attempt
 * from {@value #ENOUGH} on; talking about such attempts takes away from that. Pure.
 */
public final class Injection {
  /** Of 100. */
  static final int ENOUGH = 60;

  /** Of a text that is looked at: its beginning and its end, half each. */
  static final int MAX_CHARS = 64 * 1024;

  /** Encoded texts of one text that are looked into. */
  private static final int MAX_BLOBS = 16;

  private static final Pattern BLOB = Pattern.compile("[A-Za-z0-9+/_-]{24,}={0,2}");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Injection() {}

  /** Whether a user's or a tool's text looks like an attempt. */
  public static boolean in(String text) {
    return score(text) >= ENOUGH;
  }

  /** From 0 to 100. */
  static int score(String text) {
    String looked = looked(text);
    int score = phrases(looked);
    Matcher blobs = BLOB.matcher(looked);
    for (int i = 0; i < MAX_BLOBS && score < ENOUGH && blobs.find(); i++) {
      String decoded = decoded(blobs.group());
      score = Math.max(score, decoded.isEmpty() ? 0 : phrases(decoded));
    }
    return score;
  }

  private static String looked(String text) {
    int half = MAX_CHARS / 2;
    return text.length() <= MAX_CHARS
        ? text
        : text.substring(0, half) + " " + text.substring(text.length() - half);
  }

  private static int phrases(String text) {
    String plain = SPACE.matcher(Plain.of(text).toLowerCase(Locale.ROOT)).replaceAll(" ");
    Map<Phrases.Family, Integer> weights = new EnumMap<>(Phrases.Family.class);
    for (Phrases.Phrase phrase : Phrases.ALL) {
      if (weights.getOrDefault(phrase.family(), 0) < phrase.weight()
          && phrase.pattern().matcher(plain).find()) {
        weights.merge(phrase.family(), phrase.weight(), Math::max);
      }
    }
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    int about = sum > 0 && Phrases.ABOUT.matcher(plain).find() ? Phrases.ABOUT_WEIGHT : 0;
    return Math.clamp(sum - about, 0, 100);
  }

  /** What a text of base64 says; empty if that is no text. */
  private static String decoded(String blob) {
    String plain = blob.replace('-', '+').replace('_', '/').replace("=", "");
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(plain.substring(0, plain.length() - plain.length() % 4));
    } catch (IllegalArgumentException e) {
      return "";
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    long readable =
        text.chars().filter(c -> c == '\n' || c == '\t' || (c >= ' ' && c != 0xfffd)).count();
    return readable * 10 >= text.length() * 9L ? text : "";
  }
}
