package dev.strowger.dialects.json;

import java.nio.charset.StandardCharsets;

/** Text that should be UTF-8. One broken character must not cost the whole event it stands in. */
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /** Takes well-formed UTF-8. */
  @FunctionalInterface
  public interface Taking {
    void text(byte[] bytes, int offset, int length);
  }

  /** Hands the bytes on as they are, or with U+FFFD for what is no UTF-8. */
  public static void mend(byte[] bytes, int offset, int length, Taking taking) {
    if (!ascii(bytes, offset, length)) {
      String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      if (text.indexOf(REPLACEMENT) >= 0) {
        byte[] mended = text.getBytes(StandardCharsets.UTF_8);
        taking.text(mended, 0, mended.length);
        return;
      }
    }
    taking.text(bytes, offset, length);
  }

  /** All of the bytes. */
  public static byte[] mended(byte[] bytes) {
    byte[][] result = {bytes};
    mend(bytes, 0, bytes.length, (text, from, size) -> result[0] = text);
    return result[0];
  }

  private static boolean ascii(byte[] bytes, int offset, int length) {
    int all = 0;
    for (int i = offset; i < offset + length; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }
}
