package dev.strowger.simulator.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;
import io.vertx.core.buffer.Buffer;

/**
 * A conversation as Bedrock's events: perhaps a block of reasoning, then one of content. Written as
 * lines of an event's name and its payload, which become binary frames at last.
 */
final class BedrockStream implements ChatFormat.Stream {
  /** Bedrock pads its payloads, so that their length does not tell what is in them. */
  private static final String END = ",\"p\":\"abcdefghij\"}\n";

  private final Reply reply;
  private final int block;
  private final boolean tool;

  BedrockStream(Reply reply) {
    this.reply = reply;
    this.block = reply.answer().thoughts().isEmpty() ? 0 : 1;
    this.tool = reply.question().wanted() instanceof Wanted.ToolCall;
  }

  private static String delta(int block) {
    return "contentBlockDelta {\"contentBlockIndex\":" + block + ",\"delta\":";
  }

  private static String stop(int block) {
    return "contentBlockStop {\"contentBlockIndex\":" + block + END;
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder(512);
    out.append("messageStart {\"role\":\"assistant\"").append(END);
    if (block > 0) {
      for (String piece : reply.answer().thoughts()) {
        out.append(delta(0)).append("{\"reasoningContent\":{\"text\":");
        out.append(Json.quoted(piece)).append("}}").append(END);
      }
      out.append(delta(0)).append("{\"reasoningContent\":{\"signature\":\"");
      out.append(BedrockChat.signature(reply)).append("\"}}").append(END).append(stop(0));
    }
    if (reply.question().wanted() instanceof Wanted.ToolCall(String name, JsonNode _)) {
      out.append("contentBlockStart {\"contentBlockIndex\":").append(block);
      out.append(",\"start\":{\"toolUse\":{\"toolUseId\":\"").append(BedrockChat.toolUseId(reply));
      out.append("\",\"name\":").append(Json.quoted(name)).append("}}").append(END);
    }
    return out.toString();
  }

  @Override
  public void piece(StringBuilder out, String piece) {
    out.append(delta(block)).append(tool ? "{\"toolUse\":{\"input\":\"" : "{\"text\":\"");
    Json.escape(out, piece);
    out.append(tool ? "\"}}" : "\"}").append(END);
  }

  @Override
  public String closing() {
    return stop(block)
        + "messageStop {\"stopReason\":\""
        + BedrockChat.stop(reply)
        + "\""
        + END
        + "metadata {"
        + BedrockChat.usage(reply)
        + END;
  }

  @Override
  public String failing(Failure failure) {
    return Frames.EXCEPTION
        + BedrockErrors.streamException(failure.status())
        + " {\"message\":"
        + Json.quoted(failure.message())
        + "}\n";
  }

  @Override
  public Buffer encode(CharSequence text) {
    return Frames.of(text.toString());
  }
}
