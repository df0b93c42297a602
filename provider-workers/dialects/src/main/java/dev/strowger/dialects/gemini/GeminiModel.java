package dev.strowger.dialects.gemini;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells of it, e.g. {@code gemini-2.5-flash}. A name without a version
 * (aliases, tuned models) counts as the newest.
 */
record GeminiModel(int major, int minor, boolean pro) {
  private static final Pattern VERSION = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?");

  static GeminiModel of(String name) {
    Matcher version = VERSION.matcher(name);
    boolean pro = name.contains("-pro");
    if (!version.find()) {
      return new GeminiModel(Integer.MAX_VALUE, 0, pro);
    }
    String minor = version.group(2);
    return new GeminiModel(
        Integer.parseInt(version.group(1)), minor == null ? 0 : Integer.parseInt(minor), pro);
  }

  /** Whether it is of this version or newer. */
  boolean from(int major, int minor) {
    return this.major > major || (this.major == major && this.minor >= minor);
  }
}
