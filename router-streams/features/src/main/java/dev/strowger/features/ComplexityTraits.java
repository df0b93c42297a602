package dev.strowger.features;

/**
 * What a prompt is like, in numbers that mean the same for any prompt: size, numbers and symbols in
 * it, hints at steps to take, rarity of its words, and how the items of a list in it differ. Reads
 * the first 6,000 and the last 2,000 characters. The order is the model file's contract: add at the
 * end and raise the file's version.
 */
final class ComplexityTraits {
  /** Numbers {@link #of} returns. */
  static final int COUNT = 24 + ComplexityScan.SYMBOLS.length() + ComplexityLexicon.SIZE + 14;

  private final float[] values = new float[COUNT];
  private int size;

  private ComplexityTraits() {}

  static float[] of(ComplexityScan scan, byte[] rarity, int bits) {
    ComplexityTraits traits = new ComplexityTraits();
    traits.ofSize(scan);
    traits.ofNumbers(scan);
    traits.ofCharacters(scan);
    for (int count : scan.groups) {
      traits.add(count);
    }
    traits.ofRarity(scan, rarity, bits);
    traits.ofWordSets(scan);
    traits.ofItems(scan);
    if (traits.size != COUNT) {
      throw new IllegalStateException(traits.size + " traits");
    }
    return traits.values;
  }

  private void ofSize(ComplexityScan scan) {
    int words = Math.max(1, scan.words);
    log(scan.length());
    log(scan.words);
    add(scan.sentences);
    add(words / (double) Math.max(1, scan.sentences));
    add(scan.wordLetters / (double) words);
    add(scan.longWords / (double) words);
    log(scan.lines);
    log(scan.capitalized);
    log(scan.stem);
    log(scan.questionLength);
    add(scan.questionNumbers);
    add(scan.blank ? 1 : 0);
    add(scan.stemAsks ? 1 : 0);
  }

  private void ofNumbers(ComplexityScan scan) {
    log(scan.numbers.count);
    add(scan.numbers.count / (double) Math.max(1, scan.words));
    add(scan.numbers.distinct);
    log(scan.numbers.maximum);
    add(scan.numbers.decimals);
    add(scan.numbers.big);
    add(scan.numbers.logSum);
  }

  private void ofCharacters(ComplexityScan scan) {
    for (int count : scan.symbols) {
      log(count);
    }
    double length = Math.max(1, scan.length());
    add(scan.upper / (double) Math.max(1, scan.letters));
    log(scan.foreign);
    add(scan.numbers.digits / length);
    add(scan.letters / length);
  }

  /** Shares of the words' rarity, by counting: its steps are few. */
  private void ofRarity(ComplexityScan scan, byte[] rarity, int bits) {
    int[] steps = new int[256];
    long sum = 0;
    for (int i = 0; i < scan.tokenCount; i++) {
      if (scan.isWord(i)) {
        int step = rarity[NGrams.bucket(scan.token(i), bits)] & 0xff;
        steps[step]++;
        sum += step;
      }
    }
    add(sum / (double) Math.max(1, scan.words) / NGrams.RARITY_STEPS);
    add(quantile(steps, scan.words, 1));
    add(quantile(steps, scan.words, 0.9));
    add(quantile(steps, scan.words, 0.5));
    int rare = 0;
    for (int step = (int) (7 * NGrams.RARITY_STEPS); step < steps.length; step++) {
      rare += steps[step];
    }
    add(rare / (double) Math.max(1, scan.words));
  }

  private static double quantile(int[] steps, int words, double share) {
    int below = 0;
    for (int step = 0; step < steps.length; step++) {
      below += steps[step];
      if (below > 0 && below >= share * words) {
        return step / NGrams.RARITY_STEPS;
      }
    }
    return 0;
  }

  /** How many words are new, and how the words of a list's items meet each other and the rest. */
  private void ofWordSets(ComplexityScan scan) {
    int slots = Integer.highestOneBit(Math.max(8, scan.tokenCount)) << 2;
    int[] keys = new int[slots];
    int[] last = new int[slots];
    boolean[] inStem = new boolean[slots];
    boolean[] inItem = new boolean[slots];
    int different = 0;
    int pairs = 0;
    int shared = 0;
    int ofItems = 0;
    for (int i = 0; i < scan.tokenCount; i++) {
      if (!scan.isWord(i)) {
        continue;
      }
      int slot = (scan.token(i) * 0x9e3779b1) >>> (Integer.numberOfLeadingZeros(slots) + 1);
      while (last[slot] != 0 && keys[slot] != scan.token(i)) {
        slot = (slot + 1) & (slots - 1);
      }
      different += last[slot] == 0 ? 1 : 0;
      int owner = scan.owner(i);
      if (owner == 0) {
        inStem[slot] = true;
      } else if (last[slot] != owner + 1) {
        pairs++;
        shared += inStem[slot] ? 1 : 0;
        ofItems += inItem[slot] ? 0 : 1;
        inItem[slot] = true;
      }
      keys[slot] = scan.token(i);
      last[slot] = owner + 1;
    }
    add(different / (double) Math.max(1, scan.words));
    add(shared / (double) Math.max(1, pairs));
    add(ofItems / (double) Math.max(1, pairs));
  }

  private void ofItems(ComplexityScan scan) {
    int count = Math.max(1, scan.options);
    int longest = 0;
    int shortest = scan.options == 0 ? 0 : Integer.MAX_VALUE;
    int sum = 0;
    int withNumber = 0;
    for (int i = 0; i < scan.options; i++) {
      longest = Math.max(longest, scan.optionLengths[i]);
      shortest = Math.min(shortest, scan.optionLengths[i]);
      sum += scan.optionLengths[i];
      withNumber += scan.optionHasNumber[i] ? 1 : 0;
    }
    double mean = sum / (double) count;
    log(mean);
    log(longest);
    log(shortest);
    add((longest - shortest) / (1 + mean));
    add(withNumber / (double) count);
    add(sum / (double) Math.max(1, scan.length()));
  }

  private void log(double value) {
    add(Math.log1p(value));
  }

  private void add(double value) {
    if (size < COUNT) {
      values[size] = (float) value;
    }
    size++;
  }
}
