package dev.strowger.features;

import java.util.List;

/**
 * Small groups of English words that hint at how much work a prompt asks for: steps of arithmetic,
 * negation, kinds of question, fields of knowledge. A word or a pair of words may be in several.
 */
final class ComplexityLexicon {
  private static final List<String> GROUPS =
      List.of(
          "each every apiece",
          "per rate",
          "percent percentage",
          "total altogether sum combined",
          "left remain remaining remains",
          "half third quarter",
          "twice double triple times",
          "more+than less+than fewer greater",
          "average mean",
          "ratio proportion fraction",
          "how+many how+much",
          "if suppose assume given+that",
          "then after before later",
          "not never no none cannot",
          "except incorrect false least",
          "most best mainly primarily likely",
          "following",
          "statement statements",
          "true",
          "why explain because",
          "what",
          "which",
          "who whom whose",
          "when year century",
          "where",
          "he she his her they their",
          "i my me you your",
          "function value equation matrix integer polynomial graph",
          "define called term known+as refers+to",
          "case court law plaintiff defendant state",
          "patient disease symptoms clinical",
          "old age years",
          "day days week weeks hour hours minutes month months",
          "dollar dollars cost costs price pay money",
          "all+of none+of both neither only",
          "wrong moral right",
          "compute calculate find determine solve evaluate",
          "code python program algorithm",
          "according passage author text",
          "increase decrease rise fall higher lower");

  static final int SIZE = GROUPS.size();

  private static final int SLOTS = 1024;
  private static final int[] KEYS = new int[SLOTS];
  private static final long[] MEMBERS = new long[SLOTS];

  static {
    for (int group = 0; group < SIZE; group++) {
      for (String entry : GROUPS.get(group).split(" ")) {
        int slot = slot(hashOf(entry));
        KEYS[slot] = hashOf(entry);
        MEMBERS[slot] |= 1L << group;
      }
    }
  }

  private ComplexityLexicon() {}

  /** Bit g is set if the word or pair with this hash is in group g. */
  static long groupsOf(int hash) {
    return MEMBERS[slot(hash)];
  }

  private static int slot(int hash) {
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    while (MEMBERS[slot] != 0 && KEYS[slot] != hash) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }

  private static int hashOf(String entry) {
    int before = 0;
    for (String word : entry.split("\\+")) {
      int hash = NGrams.word(word);
      before = before == 0 ? hash : NGrams.pair(before, hash);
    }
    return before;
  }
}
