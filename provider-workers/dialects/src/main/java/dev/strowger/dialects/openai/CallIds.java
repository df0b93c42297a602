package dev.strowger.dialects.openai;

import dev.strowger.dialects.wire.StableId;

/**
 * Ids of calls as OpenAI takes them; a conversation may have begun with others, whose are longer.
 */
final class CallIds {
  /** OpenAI refuses longer ones. */
  static final int MAX_CHARS = 40;

  private static final int MADE_CHARS = 24;

  private CallIds() {}

  /** The same for a call and its result. */
  static String fitting(String id) {
    return id.length() <= MAX_CHARS ? id : "call_" + StableId.of(id, MADE_CHARS);
  }
}
