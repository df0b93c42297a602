package dev.strowger.dialects;

import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.dialects.api.ClientApis;
import java.util.List;
import java.util.Optional;

/**
 * The part of an answer that a client has, as the events it got tell.
 *
 * @param id of the answer, as in every event; the continuation goes on with it
 * @param model as the events name it
 * @param text of the first choice so far
 * @param thoughts shown before the text, empty if none
 * @param events how many events were sent, for APIs that number them
 * @param hold what keeps this answer from being gone on with, empty if nothing does: e.g. a tool
 *     call was begun, there is more than one choice, the answer is complete
 * @param seam where exactly the events end
 * @param closing what the client lacks of an answer that has come to its end, in its API's events,
 *     maybe nothing; empty if the answer goes on or its end cannot be made up
 */
public record SentAnswer(
    String id,
    String model,
    String text,
    String thoughts,
    int events,
    String hold,
    Seam seam,
    Optional<String> closing) {

  /** An answer whose API needs no more than this to be gone on with. */
  public SentAnswer(
      String id, String model, String text, String thoughts, int events, String hold) {
    this(id, model, text, thoughts, events, hold, Seam.NONE, Optional.empty());
  }

  /**
   * Where the events end.
   *
   * @param createdSeconds as the events tell; 0 if they do not
   * @param blocks that have begun, in their order, each as far as it has come
   * @param open whether the last of them has been opened to be filled and was not closed
   * @param steps how many events there were where a run of deltas counts as one
   */
  public record Seam(long createdSeconds, List<Block> blocks, boolean open, int steps) {
    public static final Seam NONE = new Seam(0, List.of(), false, 0);

    public Seam {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Reads what a client got.
   *
   * @param events of its API, from the first; what stands behind the last whole event is left out
   */
  public static SentAnswer read(Api api, byte[] events) {
    return switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES -> ClientApis.of(api).sent(events);
      case EMBEDDINGS, COUNT_TOKENS ->
          new SentAnswer("", "", "", "", 0, api.label() + " answers are not streamed");
    };
  }

  /** The same as a provider may see it. */
  public SentAnswer hidden(AnswerFilter filter) {
    return filter.active()
        ? new SentAnswer(
            id, model, filter.hide(text), filter.hide(thoughts), events, hold, seam, closing)
        : this;
  }

  /** Of the answer, as far as that can be told without its provider. */
  public long tokens() {
    return Math.max(events, (text.length() + thoughts.length() + 3) / 4);
  }

  /** Whether the client has seen anything, or something has begun that it is going to see. */
  public boolean shown() {
    return !text.isEmpty() || !thoughts.isEmpty() || !seam.blocks().isEmpty();
  }
}
