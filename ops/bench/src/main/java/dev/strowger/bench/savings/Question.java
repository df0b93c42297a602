package dev.strowger.bench.savings;

import dev.strowger.training.LabelledPrompt;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt no shipped model was learned from.
 *
 * @param id the tag its requests bear
 */
record Question(String id, LabelledPrompt labelled) {
  /** The tag's name. */
  static final String TAG = "labelled_prompt";

  /**
   * @param most 0: all; of fewer, evenly from the whole file
   */
  static List<Question> heldOut(List<LabelledPrompt> rows, int most) {
    List<Question> all = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).heldOut()) {
        all.add(new Question("row-" + i, rows.get(i)));
      }
    }
    if (most == 0 || most >= all.size()) {
      return all;
    }
    List<Question> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }
}
