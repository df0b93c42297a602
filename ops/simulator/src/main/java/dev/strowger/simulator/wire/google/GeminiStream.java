package dev.strowger.simulator.wire.google;

import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;

/** Gemini's answer as a stream of responses; as events they just end, as an array it is closed. */
final class GeminiStream implements ChatFormat.Stream {
  private static final String BEFORE = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"";

  private final Reply reply;
  private final boolean sse;
  private final String after;
  private boolean begun;

  GeminiStream(Reply reply, boolean sse) {
    this.reply = reply;
    this.sse = sse;
    this.after =
        """
        }],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":%1$s,\
        "totalTokenCount":%1$s},%2$s}"""
            .formatted(reply.promptTokens(), GeminiChat.end(reply));
  }

  /** What stands before each response. */
  private String start() {
    if (sse) {
      return "data: ";
    }
    String before = begun ? ",\r\n" : "[";
    begun = true;
    return before;
  }

  private String end() {
    return sse ? "\r\n\r\n" : "";
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder();
    for (String piece : reply.answer().thoughts()) {
      part(out, piece, "\",\"thought\":true");
    }
    return out.toString();
  }

  @Override
  public void piece(StringBuilder out, String piece) {
    if (!(reply.question().wanted() instanceof Wanted.ToolCall) && !reply.filtered()) {
      part(out, piece, "\"");
    }
  }

  private void part(StringBuilder out, String text, String close) {
    out.append(start()).append(BEFORE);
    Json.escape(out, text);
    out.append(close).append(after).append(end());
  }

  @Override
  public String closing() {
    String last =
        reply.filtered()
            ? GeminiChat.blocked(reply)
            : GeminiChat.response(reply, GeminiChat.lastPart(reply, ""));
    return start() + last + end() + (sse ? "" : "]");
  }

  @Override
  public String failing(Failure failure) {
    return start() + new GoogleErrors().write(failure).body() + end() + (sse ? "" : "]");
  }
}
