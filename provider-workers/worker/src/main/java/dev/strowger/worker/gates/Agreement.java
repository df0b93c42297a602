package dev.strowger.worker.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether answers to one question say the same: by what they come to, where they say it, else by
 * their words. Pure.
 */
public final class Agreement {
  /** Longer answers are not compared by their last number. */
  static final int SHORT_CHARS = 200;

  /** Long ones that share so much of their words say the same (Sørensen–Dice). */
  static final double OVERLAP = 0.6;

  private static final int MAX_CHARS = 20_000;

  private static final Pattern STATED =
      Pattern.compile(
          "(?:####|\\\\boxed\\{|\\b(?:final answer|answer|result|antwort|ergebnis|réponse|respuesta)"
              + "\\s*(?:is|ist|est|es)?\\s*[:=]?)\\s*\\$?\\(?([^\\s{}()*]{1,40})");
  private static final Pattern OPTION = Pattern.compile("^\\(?([a-h])(?:[).:]\\s?.*)?$");
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(?:\\.\\d+)?");

  private Agreement() {}

  /** Share of all answers, the given one included, that agree with it. */
  public static double share(String given, List<String> others) {
    long agreeing = others.stream().filter(other -> agree(given, other)).count();
    return (1.0 + agreeing) / (1 + others.size());
  }

  static boolean agree(String one, String other) {
    String a = normal(one);
    String b = normal(other);
    if (a.equals(b)) {
      return true;
    }
    Optional<JsonNode> json = JsonGate.tree(one);
    Optional<JsonNode> otherJson = JsonGate.tree(other);
    if (json.isPresent() && otherJson.isPresent() && json.get().isContainerNode()) {
      return json.equals(otherJson);
    }
    Optional<String> said = conclusion(a);
    Optional<String> otherSaid = conclusion(b);
    boolean both = said.isPresent() && otherSaid.isPresent();
    return both ? said.equals(otherSaid) : overlap(a, b) >= OVERLAP;
  }

  /** What an answer comes to, where it says so. */
  static Optional<String> conclusion(String normal) {
    Optional<String> stated = last(STATED, normal, 1).flatMap(Agreement::token);
    if (stated.isPresent()) {
      return stated;
    }
    if (normal.length() > SHORT_CHARS) {
      return Optional.empty();
    }
    Matcher option = OPTION.matcher(normal);
    return option.matches()
        ? Optional.of(option.group(1))
        : last(NUMBER, normal, 0).flatMap(Agreement::token);
  }

  private static Optional<String> last(Pattern pattern, String text, int group) {
    Optional<String> last = Optional.empty();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      last = Optional.of(matcher.group(group));
    }
    return last;
  }

  /** 1,000.0 is 1000; what is left of punctuation is nothing. */
  private static Optional<String> token(String text) {
    String bare = text.replaceAll("^[^\\p{L}\\p{N}-]+|[^\\p{L}\\p{N}]+$", "");
    if (bare.matches("-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|-?\\d+(?:\\.\\d+)?")) {
      return Optional.of(
          new java.math.BigDecimal(bare.replace(",", "")).stripTrailingZeros().toPlainString());
    }
    return bare.isEmpty() ? Optional.empty() : Optional.of(bare);
  }

  private static String normal(String text) {
    String bounded = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
    return Normalizer.normalize(bounded, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[*_`]+", "")
        .replaceAll("\\s+", " ")
        .strip()
        .replaceAll("[.!]+$", "");
  }

  private static double overlap(String one, String other) {
    Map<String, Integer> words = words(one);
    Map<String, Integer> others = words(other);
    int shared =
        words.entrySet().stream()
            .mapToInt(e -> Math.min(e.getValue(), others.getOrDefault(e.getKey(), 0)))
            .sum();
    int all = sum(words) + sum(others);
    return all == 0 ? 0 : 2.0 * shared / all;
  }

  private static int sum(Map<String, Integer> words) {
    return words.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    for (String word : text.split("[^\\p{L}\\p{N}]+", -1)) {
      if (!word.isEmpty()) {
        words.merge(word, 1, Integer::sum);
      }
    }
    return words;
  }
}
