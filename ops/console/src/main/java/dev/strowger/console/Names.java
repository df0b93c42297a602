package dev.strowger.console;

import dev.strowger.process.AddressRange;
import java.util.Map;
import java.util.regex.Pattern;

/** What names and the like have to look like. */
final class Names {
  static final String TENANT_FORM = "up to 64 letters, digits, dots, dashes and underscores";
  static final String TITLE_FORM = "1 to 100 characters on one line";
  static final String PATTERN_FORM = "a name, or its beginning and '*'";
  static final String RANGE_FORM = "an address or a CIDR range such as 10.0.0.0/8";
  static final String TAG_FORM =
      "a name of lower-case letters, digits, '_', '.' and '-', at most 64, and a value of 1 to 512"
          + " visible ASCII characters";

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern TITLE = Pattern.compile("[^\\p{Cntrl}]{1,100}");
  private static final Pattern PATTERN = Pattern.compile("[^\\p{Cntrl}\\s*]{0,199}(?:[^\\s]|\\*)");
  private static final Pattern TAG = Pattern.compile("[a-z0-9_.-]{1,64}");
  private static final Pattern TAG_VALUE = Pattern.compile("[\\x20-\\x7E]{1,512}");

  private Names() {}

  /** Of a tenant, a team, a region. */
  static boolean isTenant(String text) {
    return TENANT.matcher(text).matches();
  }

  static boolean isTitle(String text) {
    return TITLE.matcher(text).matches() && !text.isBlank();
  }

  static boolean isPattern(String text) {
    return PATTERN.matcher(text).matches();
  }

  static boolean isRange(String text) {
    return AddressRange.of(text).isPresent();
  }

  static boolean isTag(Map.Entry<String, String> tag) {
    return TAG.matcher(tag.getKey()).matches() && TAG_VALUE.matcher(tag.getValue()).matches();
  }
}
