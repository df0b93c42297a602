package dev.strowger.features;

import java.util.Arrays;

/** One pass over a prompt: its tokens as hashes, and counts of what it is made of. */
final class ComplexityScan {
  /** Characters read of a longer prompt: its beginning, and its end, where questions stand. */
  static final int HEAD = 6_000;

  static final int TAIL = 2_000;

  /** A last line such as "Answer:" says nothing about the question; at most so long. */
  private static final int CUE = 24;

  static final String SYMBOLS = "%$+-*/=^()[]{}<>_\\|\"',;:?!";
  private static final String BULLETS = "-*•";
  private static final int OPTIONS = 64;

  private final String text;
  private int at;

  /**
   * Hashes of words, numbers and symbols, in their order; what numbers a list's items is left out.
   */
  private int[] tokens = new int[128];

  int tokenCount;

  /** For each token: 0 before the list, else the number of its item; negative: not a word. */
  private int[] owners = new int[128];

  final int[] symbols = new int[SYMBOLS.length()];
  final int[] groups = new int[ComplexityLexicon.SIZE];
  final int[] optionLengths = new int[OPTIONS];
  final boolean[] optionHasNumber = new boolean[OPTIONS];
  int options;
  int stem;
  int words;
  int wordLetters;
  int longWords;
  int capitalized;
  int upper;
  int letters;
  int foreign;
  int sentences;
  int lines;
  final NumberTally numbers = new NumberTally();
  boolean blank;
  boolean stemAsks;

  /** The last sentence that ends with a question mark. */
  int questionLength;

  int questionNumbers;
  private int sentenceFrom;
  private int sentenceNumbers;
  private int optionFrom;

  private ComplexityScan(String text) {
    this.text = text;
  }

  static ComplexityScan of(String prompt) {
    ComplexityScan scan = new ComplexityScan(withoutCue(bounded(prompt)));
    scan.run();
    return scan;
  }

  private static String bounded(String prompt) {
    return prompt.length() <= HEAD + TAIL
        ? prompt
        : prompt.substring(0, HEAD) + '\n' + prompt.substring(prompt.length() - TAIL);
  }

  private static String withoutCue(String prompt) {
    String text = prompt.strip();
    int line = text.lastIndexOf('\n');
    boolean cue = line > 0 && text.endsWith(":") && text.length() - line <= CUE;
    return cue ? text.substring(0, line).stripTrailing() : text;
  }

  int length() {
    return text.length();
  }

  /** Ascending buckets of all tokens and pairs of neighbours. */
  int[] buckets(int bits) {
    int[] buckets = new int[Math.max(0, 2 * tokenCount - 1)];
    for (int i = 0; i < tokenCount; i++) {
      buckets[i] = NGrams.bucket(tokens[i], bits);
      if (i > 0) {
        buckets[tokenCount + i - 1] = NGrams.bucket(NGrams.pair(tokens[i - 1], tokens[i]), bits);
      }
    }
    Arrays.sort(buckets);
    return buckets;
  }

  boolean isWord(int token) {
    return owners[token] >= 0;
  }

  int token(int index) {
    return tokens[index];
  }

  /** 0 before the list, else the number of the list's item the word is in. */
  int owner(int word) {
    return owners[word];
  }

  private void run() {
    boolean lineStart = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (lineStart && startsItem()) {
        lineStart = false;
      } else if (Character.isLetter(c)) {
        word();
        lineStart = false;
      } else if (NumberTally.isDigit(c)) {
        number();
        lineStart = false;
      } else {
        lineStart = c == '\n' || (lineStart && Character.isWhitespace(c));
        symbol(c);
      }
    }
    endItem();
    if (options == 0) {
      stem = text.length();
    }
  }

  /** An item of a list: "B. ", "(b) ", "2) ", "- "; then reads over what marks it. */
  private boolean startsItem() {
    int end = markEnd();
    if (end < 0 || options == OPTIONS) {
      return false;
    }
    endItem();
    if (options == 0) {
      stem = at;
    }
    at = end;
    options++;
    optionFrom = at;
    return true;
  }

  /** Where the mark of a list's item and the space behind it end; negative if there is none. */
  private int markEnd() {
    int i = at;
    if (BULLETS.indexOf(text.charAt(i)) >= 0) {
      return spaceAt(i + 1) ? i + 2 : -1;
    }
    if (text.charAt(i) == '(') {
      i++;
    }
    int from = i;
    while (i < text.length() && i - from < 2 && NumberTally.isDigit(text.charAt(i))) {
      i++;
    }
    if (i == from && i < text.length() && Character.isLetter(text.charAt(i))) {
      i++;
    }
    boolean marked =
        i > from && i < text.length() && (text.charAt(i) == '.' || text.charAt(i) == ')');
    return marked && spaceAt(i + 1) ? i + 2 : -1;
  }

  private boolean spaceAt(int index) {
    return index < text.length() && Character.isWhitespace(text.charAt(index));
  }

  private void endItem() {
    if (options > 0 && optionFrom >= 0) {
      optionLengths[options - 1] = Math.max(0, Math.min(at, text.length()) - optionFrom);
      optionFrom = -1;
    }
  }

  private void word() {
    int from = at;
    int hash = NGrams.start();
    if (Character.isUpperCase(text.charAt(at)) && from > 1 && text.charAt(from - 1) == ' ') {
      char before = text.charAt(from - 2);
      capitalized += Character.isLowerCase(before) || before == ',' ? 1 : 0;
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean inner =
          (c == '\'' || c == '’')
              && at + 1 < text.length()
              && Character.isLetter(text.charAt(at + 1));
      if (!inner && !Character.isLetter(c)) {
        break;
      }
      char lower = Character.toLowerCase(c);
      upper += lower == c ? 0 : 1;
      letters++;
      foreign += c > 127 ? 1 : 0;
      hash = NGrams.letter(hash, c == '’' ? '\'' : lower);
      at++;
    }
    words++;
    wordLetters += at - from;
    longWords += at - from > 9 ? 1 : 0;
    token(hash, options);
  }

  private void number() {
    int from = at;
    at = numbers.read(text, from);
    sentenceNumbers++;
    if (options > 0) {
      optionHasNumber[options - 1] = true;
    }
    token(NGrams.number(at - from), -1);
  }

  private void symbol(char c) {
    at++;
    if (c == '\n') {
      lines++;
      endItem();
      return;
    }
    if (Character.isWhitespace(c)) {
      return;
    }
    foreign += c > 127 ? 1 : 0;
    int known = SYMBOLS.indexOf(c);
    if (known >= 0) {
      symbols[known]++;
    }
    blank |= c == '_' && at < text.length() && text.charAt(at) == '_';
    if (c == '.' || c == '!' || c == '?') {
      stemAsks |= c == '?' && options == 0;
      if (at == text.length() || Character.isWhitespace(text.charAt(at))) {
        endSentence(c);
      }
    }
    token(NGrams.letter(NGrams.start(), c), -1);
  }

  private void endSentence(char mark) {
    sentences++;
    if (mark == '?') {
      questionLength = at - sentenceFrom;
      questionNumbers = sentenceNumbers;
    }
    sentenceFrom = at;
    sentenceNumbers = 0;
  }

  private void token(int hash, int owner) {
    if (tokenCount == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * tokenCount);
      owners = Arrays.copyOf(owners, 2 * tokenCount);
    }
    tokens[tokenCount] = hash;
    owners[tokenCount] = owner;
    if (owner >= 0) {
      count(ComplexityLexicon.groupsOf(hash));
      if (tokenCount > 0) {
        count(ComplexityLexicon.groupsOf(NGrams.pair(tokens[tokenCount - 1], hash)));
      }
    }
    tokenCount++;
  }

  private void count(long members) {
    for (long rest = members; rest != 0; rest &= rest - 1) {
      groups[Long.numberOfTrailingZeros(rest)]++;
    }
  }
}
