package dev.strowger.dialects.continuing;

import java.util.BitSet;

/**
 * Finds where new text goes on behind text that was sent: the new text may begin anew from the
 * start, repeat the last words first, or go on at once. What has come is held back only while it
 * may still be a repetition. Not thread-safe.
 */
final class Alignment {
  /** A longer repetition of the end is not looked for. */
  static final int MAX_OVERLAP = 1_024;

  /** Fewer equal characters may be chance; see {@link #tells}. */
  static final int TELLING = 12;

  /** New text that equals this much of the beginning, and then differs, is another answer. */
  static final int SUBSTANTIAL = 16;

  private final String sent;

  /** Where the sent text begins but for white space. */
  private final int start;

  /** Where it ends but for white space. */
  private final int core;

  private final StringBuilder held = new StringBuilder();

  /** Ends of the sent text, by their start, that the new text may yet turn out to repeat. */
  private final BitSet ends = new BitSet();

  /** How many characters of the sent text the new text has repeated from the start. */
  private int matched;

  private int skipped;
  private boolean anew;
  private int overlap;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FOUND,
    UNFIT
  }

  Alignment(String sent) {
    this.sent = sent;
    this.start = sent.length() - sent.stripLeading().length();
    this.core = sent.stripTrailing().length();
    this.anew = start < sent.length();
    for (int i = Math.max(0, sent.length() - MAX_OVERLAP); i < sent.length(); i++) {
      if (tells(i)) {
        ends.set(i);
      }
    }
    if (sent.isEmpty()) {
      state = State.FOUND;
    }
  }

  /** Whether the new text is another answer, which cannot be put behind the one that was sent. */
  boolean unfit() {
    return state == State.UNFIT;
  }

  /** What of the new text goes on; empty while that is not known. */
  String add(String more) {
    return switch (state) {
      case FOUND -> more;
      case UNFIT -> "";
      case OPEN -> {
        int from = held.length();
        held.append(more);
        followStart(from);
        followEnds(from);
        yield decide();
      }
    };
  }

  /**
   * No more text comes before something else does.
   *
   * @param limited whether the answer ended at its limit, so that a repetition may be cut short
   */
  String end(boolean limited) {
    if (state != State.OPEN) {
      return "";
    }
    String text = held.toString();
    for (int i = ends.nextSetBit(0); i >= 0; i = ends.nextSetBit(i + 1)) {
      if (sent.length() - i == text.length()) {
        overlap = Math.max(overlap, text.length());
      }
    }
    boolean all = start + matched >= core;
    if (anew && overlap == 0 && (all || substantial()) && matched > 0) {
      return all || limited ? found("") : unfitted();
    }
    return decided();
  }

  private void followStart(int from) {
    int at = from;
    while (matched == 0 && at < held.length() && Character.isWhitespace(held.charAt(at))) {
      at++;
      skipped++;
    }
    while (anew && at < held.length() && start + matched < sent.length()) {
      anew = held.charAt(at) == sent.charAt(start + matched);
      matched += anew ? 1 : 0;
      at++;
    }
  }

  private void followEnds(int from) {
    for (int i = ends.nextSetBit(0); i >= 0; i = ends.nextSetBit(i + 1)) {
      int length = sent.length() - i;
      int until = Math.min(held.length(), length);
      boolean equal = true;
      for (int at = from; equal && at < until; at++) {
        equal = held.charAt(at) == sent.charAt(i + at);
      }
      if (!equal) {
        ends.clear(i);
      } else if (held.length() > length) {
        ends.clear(i);
        if (length >= TELLING || !withinWord(held, length)) {
          overlap = Math.max(overlap, length);
        }
      } else if (held.length() == length && length >= TELLING) {
        ends.clear(i);
        overlap = Math.max(overlap, length);
      }
    }
  }

  private String decide() {
    if (anew && start + matched == sent.length()) {
      return found(held.substring(skipped + matched));
    }
    if (!anew && matched > 0 && start + matched >= core) {
      // All was repeated but the white space at the end, which the client has.
      return found(held.substring(skipped + matched).stripLeading());
    }
    return anew || !ends.isEmpty() ? "" : decided();
  }

  private String decided() {
    if (overlap > 0) {
      return found(held.substring(overlap));
    }
    if (!anew && substantial()) {
      return unfitted();
    }
    return found(held.substring(repeatedSpace()));
  }

  /** White space at the end may have been cut off before the model was asked to go on. */
  private int repeatedSpace() {
    int space = sent.length() - core;
    for (int length = Math.min(space, held.length()); length > 0; length--) {
      if (sent.endsWith(held.substring(0, length))) {
        return length;
      }
    }
    return 0;
  }

  private String found(String rest) {
    state = State.FOUND;
    held.setLength(0);
    return rest;
  }

  private String unfitted() {
    state = State.UNFIT;
    held.setLength(0);
    return "";
  }

  private boolean substantial() {
    return matched >= SUBSTANTIAL || (matched >= TELLING && 2 * matched >= sent.length() - start);
  }

  /** Whether a repetition of this end of the sent text is no chance: long, or of whole words. */
  private boolean tells(int from) {
    int letters = 0;
    int words = 0;
    for (int i = from; i < sent.length(); i++) {
      if (Character.isLetterOrDigit(sent.charAt(i))) {
        letters++;
        words += i == from || !Character.isLetterOrDigit(sent.charAt(i - 1)) ? 1 : 0;
      }
    }
    boolean whole = from == 0 || !withinWord(sent, from);
    return (sent.length() - from >= TELLING && letters >= TELLING / 2) || (whole && words >= 2);
  }

  private static boolean withinWord(CharSequence text, int at) {
    return Character.isLetterOrDigit(text.charAt(at - 1))
        && Character.isLetterOrDigit(text.charAt(at));
  }
}
