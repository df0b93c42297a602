package dev.strowger.console.diff;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Files line by line, as {@code diff -u} shows them. */
public final class TextDiff {
  private static final int CONTEXT = 3;

  /** Longer files are not compared line by line. */
  static final int MAX_LINES = 20_000;

  private TextDiff() {}

  /** Empty if all files are the same. */
  public static String unified(Map<String, String> from, Map<String, String> to) {
    StringBuilder all = new StringBuilder();
    TreeSet<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    for (String name : names) {
      List<String> old = from.getOrDefault(name, "").lines().toList();
      List<String> now = to.getOrDefault(name, "").lines().toList();
      if (old.size() > MAX_LINES || now.size() > MAX_LINES) {
        all.append(name).append(": longer than ").append(MAX_LINES).append(" lines\n");
        continue;
      }
      UnifiedDiffUtils.generateUnifiedDiff(
              "a/" + name, "b/" + name, old, DiffUtils.diff(old, now), CONTEXT)
          .forEach(line -> all.append(line).append('\n'));
    }
    return all.toString();
  }
}
