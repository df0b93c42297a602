package dev.strowger.features;

/** The numbers of a prompt. */
final class NumberTally {
  private static final int DISTINCT = 64;

  /** What follows after so many digits changes nothing. */
  private static final double MOST = 1e15;

  int count;
  int digits;
  int decimals;
  int big;
  double logSum;
  double maximum;

  /** At most 64. */
  int distinct;

  private final double[] seen = new double[DISTINCT];

  /**
   * @param from where the number begins
   * @return where it ends
   */
  int read(String text, int from) {
    double value = 0;
    double scale = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDigit(c)) {
        digits++;
        if (value < MOST) {
          value = value * 10 + (c - '0');
          scale *= 10;
        }
      } else if ((c == ',' || c == '.') && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
        scale = c == '.' ? 1 : scale;
      } else {
        break;
      }
      at++;
    }
    add(scale > 1 ? value / scale : value);
    decimals += scale > 1 ? 1 : 0;
    return at;
  }

  private void add(double value) {
    count++;
    big += value >= 1000 ? 1 : 0;
    logSum += Math.log1p(value);
    maximum = Math.max(maximum, value);
    for (int i = 0; i < distinct; i++) {
      if (seen[i] == value) {
        return;
      }
    }
    if (distinct < DISTINCT) {
      seen[distinct++] = value;
    }
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
