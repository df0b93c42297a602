package dev.strowger.dialects;

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
 */
public record SentAnswer(
    String id, String model, String text, String thoughts, int events, String hold) {

  /**
   * Reads what a client got.
   *
   * @param events of its API, whole, from the first
   */
  public static SentAnswer read(Api api, byte[] events) {
    return new SentAnswer("", "", "", "", 0, api.label() + " answers are not gone on with");
  }
}
