package dev.strowger.guardrails;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One text of an answer on its way through a screen. A character goes out when no match can begin
 * at it any more, so that nothing of a match ever does; see {@link Screen#held}. A match of an
 * expression without a bound is waited for as long as it grows. Not thread-safe.
 */
public final class ScreenedText {
  /** A match that grows beyond this ends the answer. */
  static final int MAX_MATCH = 64 * 1024;

  /** Before a place, for expressions that ask what stands there. */
  private static final int CONTEXT = 2;

  private final Screen screen;
  private final Action action;
  private final SortedSet<String> found = new TreeSet<>();
  private final StringBuilder text = new StringBuilder();

  /** What is before has gone out, or is the client's from before. */
  private int next;

  /** Where matches are looked for from. */
  private int searched;

  /** Of a match that grows, when it is looked at again. */
  private int patience;

  private boolean stopped;

  ScreenedText(Screen screen, Action action, String before) {
    this.screen = screen;
    this.action = action;
    text.append(before, Math.max(0, before.length() - screen.held() - CONTEXT), before.length());
    next = text.length();
    searched = before.length() > text.length() ? CONTEXT : 0;
  }

  /** What becomes of a match. */
  public enum Action {
    /** The text ends before it. */
    BLOCK,
    /** {@code [blocked:name]} stands in its place. */
    MASK
  }

  /** More of the text; what of it may go out. */
  public String add(String more) {
    if (stopped) {
      return "";
    }
    text.append(more);
    return text.length() < patience ? "" : pass(false);
  }

  /** The rest: the text ends here. */
  public String end() {
    return stopped ? "" : pass(true);
  }

  /** Whether the answer is to end here. */
  public boolean stopped() {
    return stopped;
  }

  /** Names of what was found. */
  public SortedSet<String> found() {
    return Collections.unmodifiableSortedSet(found);
  }

  private String pass(boolean last) {
    StringBuilder out = new StringBuilder();
    patience = 0;
    Optional<Screen.Hit> hit = hit();
    while (hit.isPresent() && sure(hit.get(), last)) {
      Screen.Hit match = hit.get();
      if (grows(match, last)) {
        release(out, match.from());
        return trimmed(out);
      }
      take(out, match);
      if (stopped) {
        return out.toString();
      }
      hit = hit();
    }
    int free = last ? text.length() : text.length() - screen.held() + 1;
    release(out, hit.map(Screen.Hit::from).filter(from -> from < free).orElse(free));
    return trimmed(out);
  }

  /** The first match that is not all in what has gone out. */
  private Optional<Screen.Hit> hit() {
    Optional<Screen.Hit> hit = screen.first(text, searched);
    while (hit.isPresent() && hit.get().to() <= next) {
      searched = hit.get().to();
      hit = screen.first(text, searched);
    }
    return hit;
  }

  /** Whether what comes cannot make another match of it that begins here or before. */
  private boolean sure(Screen.Hit hit, boolean last) {
    return last || hit.from() + screen.held() <= text.length();
  }

  private boolean grows(Screen.Hit match, boolean last) {
    boolean open = !last && match.to() == text.length() && action == Action.MASK;
    int length = match.to() - match.from();
    if (open && length <= MAX_MATCH) {
      // Looked at after each eighth more, so that the time stays linear but for a factor.
      patience = text.length() + Math.max(1, length / 8);
      return true;
    }
    stopped = open;
    return false;
  }

  private void take(StringBuilder out, Screen.Hit match) {
    found.add(match.name());
    release(out, match.from());
    if (stopped || action == Action.BLOCK) {
      stopped = true;
      text.setLength(0);
      return;
    }
    out.append("[blocked:").append(match.name()).append(']');
    next = match.to();
    searched = match.to();
  }

  private void release(StringBuilder out, int until) {
    int end = until;
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    if (end > next) {
      out.append(text, next, end);
      next = end;
    }
  }

  private String trimmed(StringBuilder out) {
    // Of what the client has from before, a match may yet go on.
    searched = Math.max(searched, Math.min(next, text.length() - screen.held() + 1));
    int gone = Math.min(next, searched) - CONTEXT;
    if (gone > 0) {
      text.delete(0, gone);
      next -= gone;
      searched -= gone;
      patience = Math.max(0, patience - gone);
    }
    return out.toString();
  }
}
