package dev.strowger.features;

/** Addresses of machines: four numbers up to 255 with dots, or IPv6 (RFC 4291, 2.2). */
final class IpFinder {
  private static final int MAX_CHARS = 45;
  private static final int GROUPS_OF_SIX = 8;

  private IpFinder() {}

  static long next(String text, int from) {
    int start = -1;
    for (int i = from; i <= text.length(); i++) {
      boolean inside = i < text.length() && part(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        int end = text.charAt(i - 1) == '.' ? i - 1 : i;
        boolean alone = start == 0 || !Character.isLetter(text.charAt(start - 1));
        boolean closed = i == text.length() || !Character.isLetter(text.charAt(i));
        if (alone && closed && end - start <= MAX_CHARS && address(text.substring(start, end))) {
          return SpanFinder.span(start, end);
        }
        start = -1;
      }
    }
    return SpanFinder.NONE;
  }

  private static boolean part(char c) {
    return c == '.' || c == ':' || (c < 128 && Character.digit(c, 16) >= 0);
  }

  private static boolean address(String token) {
    if (token.indexOf(':') < 0) {
      return four(token);
    }
    int colon = token.indexOf(':');
    boolean port = colon == token.lastIndexOf(':') && token.indexOf('.') > 0;
    return port ? four(token.substring(0, colon)) : six(token);
  }

  private static boolean four(String token) {
    String[] numbers = token.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Eight groups, or fewer with one gap; not what merely looks like a time or a scope. */
  private static boolean six(String token) {
    int gap = token.indexOf("::");
    if (gap >= 0 && token.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int groups = 0;
    boolean digits = false;
    for (String group : token.split(":", -1)) {
      if (group.length() > 4 || group.indexOf('.') >= 0) {
        return false;
      }
      groups += group.isEmpty() ? 0 : 1;
      digits |= group.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
    return digits && (gap >= 0 ? groups >= 2 && groups < GROUPS_OF_SIX : groups == GROUPS_OF_SIX);
  }
}
