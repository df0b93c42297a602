package dev.strowger.features;

import dev.strowger.features.Detectors.BuiltIn;
import java.util.Set;

/** One number as it is written: its digits, and how they are grouped. Used over and over. */
final class NumberShape {
  /** The longest are cards, of 19. */
  private static final int MAX_DIGITS = 19;

  private static final int TCKN_DIGITS = 11;

  private final int maxGroups;
  private final int[] digits = new int[MAX_DIGITS];
  private final StringBuilder groups = new StringBuilder();
  private final StringBuilder separators = new StringBuilder();
  private int count;
  private boolean plus;
  private boolean bracket;

  NumberShape(int maxGroups) {
    this.maxGroups = maxGroups;
  }

  void begin(String text, int start) {
    count = 0;
    groups.setLength(0);
    separators.setLength(0);
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    bracket = before == '(';
    int sign = bracket ? start - 2 : start - 1;
    plus = sign >= 0 && (text.charAt(sign) == '+' || text.charAt(sign) == '\uff0b');
  }

  /** False if there are too many digits or groups for any number we know. */
  boolean add(String text, int from, int to) {
    if (count + to - from > MAX_DIGITS || groups.length() == maxGroups) {
      return false;
    }
    for (int i = from; i < to; i++) {
      digits[count++] = Character.digit(text.charAt(i), 10);
    }
    groups.append((char) ('0' + (to - from)));
    return true;
  }

  /** Takes what stands between two groups; the last character of it stands for all. */
  void separated(String text, int from, int to) {
    boolean wide = to - from > 1;
    separators.append(wide ? '*' : text.charAt(from));
  }

  void judge(Set<BuiltIn> found) {
    if (card()) {
      found.add(BuiltIn.CARD);
    }
    if (ssn()) {
      found.add(BuiltIn.SSN);
    }
    if (tckn()) {
      found.add(BuiltIn.TCKN);
    }
    if (phone()) {
      found.add(BuiltIn.PHONE);
    }
  }

  /** In one, or grouped as on a card; Luhn's checksum (ISO/IEC 7812-1). */
  private boolean card() {
    if (count < 13 || !everySeparator(" -\u00a0")) {
      return false;
    }
    boolean grouped =
        switch (groups.toString()) {
          case "4444", "44443", "44441", "465", "464" -> true;
          default -> groups.length() == 1;
        };
    return grouped && issuer() && luhn();
  }

  /** Of payment cards: 2 to 6 in front; 9792 is Turkey's scheme. */
  private boolean issuer() {
    boolean troy = digits[0] == 9 && digits[1] == 7 && digits[2] == 9 && digits[3] == 2;
    return troy || (digits[0] >= 2 && digits[0] <= 6);
  }

  private boolean luhn() {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i] * (i % 2 + 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  /** Of the United States: three, two and four digits, never 000, 666 or 9xx in front. */
  private boolean ssn() {
    if (count != 9 || !groups.toString().equals("324") || !everySeparator("- ")) {
      return false;
    }
    int area = number(0, 3);
    return area != 0 && area != 666 && area < 900 && number(3, 5) != 0 && number(5, 9) != 0;
  }

  /** Turkey's: eleven digits, the last two are checks over those before. */
  private boolean tckn() {
    if (count != TCKN_DIGITS || groups.length() != 1 || digits[0] == 0 || plus) {
      return false;
    }
    int odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8];
    int even = digits[1] + digits[3] + digits[5] + digits[7];
    boolean tenth = Math.floorMod(odd * 7 - even, 10) == digits[9];
    return tenth && (odd + even + digits[9]) % 10 == digits[10];
  }

  /** With + or 00 in front, or grouped as phone numbers are where they begin with 0 or (. */
  private boolean phone() {
    if (plus) {
      return count >= 8 && count <= 15;
    }
    boolean abroad = count >= 10 && count <= 17 && digits[0] == 0 && digits[1] == 0;
    return abroad || home() || american();
  }

  /** A Turkish mobile number, a French one, or an area code of three digits or more in front. */
  private boolean home() {
    if (digits[0] != 0 || digits[1] == 0 || count < 9 || count > 12) {
      return false;
    }
    boolean area = groups.length() >= 2 && groups.length() <= 5 && groups.charAt(0) >= '3';
    boolean pairs = groups.toString().equals("22222");
    return pairs || (area && !everySeparator(".")) || (count == 11 && digits[1] == 5);
  }

  /** Three, three and four digits. */
  private boolean american() {
    boolean shape = groups.toString().equals("334") && digits[0] >= 2 && digits[3] >= 2;
    return shape && (bracket || everySeparator("-") || everySeparator(".") || everySeparator(" "));
  }

  private boolean everySeparator(String of) {
    for (int i = 0; i < separators.length(); i++) {
      if (of.indexOf(separators.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + digits[i];
    }
    return number;
  }
}
