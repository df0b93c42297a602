package dev.strowger.dialects.api;

import java.util.Optional;

/**
 * A data URL in base64, e.g. {@code data:image/png;base64,AA==}.
 *
 * @param mediaType without parameters
 */
public record DataUrl(String mediaType, String base64) {
  private static final String SCHEME = "data:";
  private static final String ENCODING = ";base64";

  /** Empty if it is another kind of URL. */
  public static Optional<DataUrl> of(String url) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(0, comma);
    if (!head.startsWith(SCHEME) || !head.endsWith(ENCODING)) {
      return Optional.empty();
    }
    String mediaType = head.substring(SCHEME.length(), head.length() - ENCODING.length());
    int parameters = mediaType.indexOf(';');
    return Optional.of(
        new DataUrl(
            parameters < 0 ? mediaType : mediaType.substring(0, parameters),
            url.substring(comma + 1)));
  }

  public static String write(String mediaType, String base64) {
    return SCHEME + mediaType + ENCODING + "," + base64;
  }

  /** Whether a provider can fetch it. */
  public static boolean isRemote(String url) {
    return SentUrl.begins(url, "https://") || SentUrl.begins(url, "http://");
  }
}
