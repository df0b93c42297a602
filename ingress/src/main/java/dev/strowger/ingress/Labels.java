package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's headers say for the policy.
 *
 * @param tags from {@code x-strowger-tag-<name>}, names in lower case
 * @param dataClass as the client declares it
 * @param cacheMode {@code use}, {@code bypass} or {@code refresh}
 * @param explain the client wants to know why the answer comes from where it comes
 */
record Labels(
    Map<String, String> tags, Optional<String> dataClass, String cacheMode, boolean explain) {
  static final String TAG = "x-strowger-tag-";
  static final String DATA_CLASS = "x-strowger-data-class";
  static final String CACHE = "x-strowger-cache";
  static final String EXPLAIN = "x-strowger-explain";

  private static final String USE = "use";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E]{1,512}");
  private static final Pattern MODE = Pattern.compile("use|bypass|refresh");
  private static final Pattern FLAG = Pattern.compile("true|false");

  /** What came of reading them. */
  sealed interface Reading {
    record Good(Labels labels) implements Reading {}

    record Refused(OpenAiError error) implements Reading {}
  }

  static Reading of(HttpServerRequest request) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(TAG)) {
        String tag = name.substring(TAG.length());
        if (!NAME.matcher(tag).matches() || !VALUE.matcher(header.getValue()).matches()) {
          return refused(
              TAG + "<name>",
              "a name of letters, digits, '_', '.' and '-', at most 64,"
                  + " and a value of 1 to 512 visible ASCII characters");
        }
        tags.put(tag, header.getValue());
      }
    }
    if (tags.size() > Metadata.MAX_TAGS) {
      return refused(TAG + "<name>", "at most " + Metadata.MAX_TAGS + " of these headers");
    }
    String dataClass = request.getHeader(DATA_CLASS);
    if (bad(dataClass, NAME)) {
      return refused(DATA_CLASS, "1 to 64 letters, digits, '_', '.' and '-'");
    }
    String mode = lower(request.getHeader(CACHE));
    if (bad(mode, MODE)) {
      return refused(CACHE, "'bypass' or 'refresh'");
    }
    String explain = lower(request.getHeader(EXPLAIN));
    if (bad(explain, FLAG)) {
      return refused(EXPLAIN, "'true' or 'false'");
    }
    return new Reading.Good(
        new Labels(
            Map.copyOf(tags),
            Optional.ofNullable(dataClass),
            mode == null ? USE : mode,
            "true".equals(explain)));
  }

  /** Whether it could name a data class. */
  static boolean isDataClass(String text) {
    return NAME.matcher(text).matches();
  }

  private static @Nullable String lower(@Nullable String value) {
    return value == null ? null : value.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean bad(@Nullable String value, Pattern good) {
    return value != null && !good.matcher(value).matches();
  }

  private static Reading refused(String header, String expected) {
    return new Reading.Refused(Refusals.badHeader(header, expected));
  }
}
