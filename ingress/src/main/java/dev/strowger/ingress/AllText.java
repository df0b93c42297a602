package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.strowger.features.Detectors;
import java.io.IOException;

/**
 * All strings of a body, names of fields included, whatever its API calls them: what detectors have
 * to look at, as all of it would reach a provider.
 *
 * @param whole nothing was left out
 */
record AllText(String text, boolean whole) {
  /** A string of more characters that has nothing but those of base64 is not looked at. */
  static final int LONG_CHARS = 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /**
   * @param body that was scanned and found good
   */
  static AllText of(byte[] body) throws IOException {
    StringBuilder text = new StringBuilder(Math.min(body.length, Detectors.MAX_CHARS));
    boolean whole = true;
    try (JsonParser json = JSON.createParser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        boolean words =
            token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME || token.isNumeric();
        if (words) {
          whole &= add(json, text);
        }
      }
    }
    return new AllText(text.toString(), whole);
  }

  /** Whether all of it was taken. */
  private static boolean add(JsonParser json, StringBuilder text) throws IOException {
    char[] chars = json.getTextCharacters();
    int from = json.getTextOffset();
    int length = json.getTextLength();
    if (length > LONG_CHARS && encoded(chars, from)) {
      return false;
    }
    int taken = Math.min(length, Detectors.MAX_CHARS - text.length());
    text.append(chars, from, taken);
    if (text.length() < Detectors.MAX_CHARS) {
      text.append('\n');
    }
    return taken == length;
  }

  /** By its beginning: a data URL, or base64. */
  private static boolean encoded(char[] chars, int from) {
    if (chars[from] == 'd' && new String(chars, from, 5).equals("data:")) {
      return true;
    }
    for (int i = from; i < from + LONG_CHARS; i++) {
      char c = chars[i];
      boolean letter = c < 128 && Character.isLetterOrDigit(c);
      if (!letter && c != '+' && c != '/' && c != '-' && c != '_' && c != '=') {
        return false;
      }
    }
    return true;
  }
}
