package dev.strowger.dialects.fault;

import java.util.List;
import java.util.regex.Pattern;

/** A provider's own message, fit to be passed on: no secrets, no control characters, bounded. */
public final class ProviderWords {
  /** Longer messages are cut. */
  public static final int MAX_CHARS = 1_000;

  /** Scrubbed before the cut, so that no secret is cut in two and overlooked. */
  private static final int SCRUBBED_CHARS = 8 * MAX_CHARS;

  private static final String HIDDEN = "[hidden]";

  /**
   * Keys as providers issue them (whole or masked with stars), tokens, and what is named a key; the
   * first group stays.
   */
  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[^\\s\"',;]+"),
          Pattern.compile(
              "()\\b(?:sk|pk|rk|gsk|xai|hf|pplx|r8|nvapi|fw|csk|tgp|key)[-_][\\w*.-]{5,}[\\w*]"),
          Pattern.compile("()\\bAIza[\\w*-]{10,}"),
          Pattern.compile("()\\b(?:AKIA|ASIA)[A-Z0-9*]{8,}"),
          Pattern.compile("()\\beyJ[\\w-]{8,}(?:\\.[\\w-]*){0,2}"),
          Pattern.compile(
              "(?i)(\\b(?:x-)?(?:api[-_ ]?key|access[-_]?token|authorization|secret|password)"
                  + "(?:\"?\\s*[=:]\\s*\"?|\\s+provided:\\s*))(?!bearer|basic)[^\\s\"',;&]+"),
          Pattern.compile("(?i)([?&](?:key|token|sig|signature)=)[^\\s\"'&]+"),
          Pattern.compile("()\\b[\\w-]*\\*{4,}[\\w*-]*"));

  private ProviderWords() {}

  public static String clean(String message) {
    String text =
        message.length() > SCRUBBED_CHARS ? message.substring(0, SCRUBBED_CHARS) : message;
    for (Pattern secret : SECRETS) {
      text = secret.matcher(text).replaceAll("$1" + HIDDEN);
    }
    text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS - 1) + "…";
  }
}
