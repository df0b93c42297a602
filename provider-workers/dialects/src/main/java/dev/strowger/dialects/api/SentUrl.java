package dev.strowger.dialects.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.strowger.dialects.json.JsonSplice;
import java.io.IOException;
import java.util.List;

/**
 * Which URLs of images and files go to a provider at all: it may be a server of our own network,
 * and read files or speak to other servers for whoever names them.
 */
public final class SentUrl {
  /** What to tell whoever names another. */
  public static final String EXPECTED = "expected an http(s) URL or a data URL in base64";

  private static final String DATA = "data:";
  private static final List<String> KNOWN = List.of("https://", "http://", DATA);

  private SentUrl() {}

  public static boolean known(String url) {
    return KNOWN.stream().anyMatch(scheme -> begins(url, scheme));
  }

  /**
   * Of a string in a body; images are not decoded for it.
   *
   * @param parser of that body from its first byte; stands at the string
   */
  public static boolean known(byte[] body, JsonParser parser) throws IOException {
    int start = JsonSplice.start(parser) + 1;
    for (int i = 0; i < DATA.length(); i++) {
      if (start + i >= body.length || Character.toLowerCase(body[start + i]) != DATA.charAt(i)) {
        return known(parser.getText());
      }
    }
    return true;
  }

  static boolean begins(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
