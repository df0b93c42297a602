package dev.strowger.faults.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How a provider words its answers. Server-sent events come with their empty line. */
sealed interface Speech permits ClaudeSpeech, OpenAiSpeech {
  /** Input tokens of every call, as the providers report them. */
  int PROMPT_TOKENS = 20;

  /** No two answers have the same id, so that a seam shows. */
  AtomicLong IDS = new AtomicLong();

  static Speech of(String path) {
    return path.endsWith("/messages")
        ? new ClaudeSpeech()
        : new OpenAiSpeech(IDS.incrementAndGet());
  }

  /** A whole answer. */
  String whole(String model, Story story);

  /** Events before the first text. */
  List<String> opening(String model);

  String delta(String model, String text);

  /** The first event of a call of a tool. */
  String toolDelta(String model);

  /**
   * Events after the last text.
   *
   * @param request which may ask for usage
   */
  List<String> closing(String model, JsonNode request, int outputTokens);

  /** What ends a stream after everything else. */
  List<String> done();

  /**
   * @param type as the provider calls it
   * @param code empty: none
   */
  String error(String type, String code, String message);
}
