package dev.strowger.simulator.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;

/** A message as Anthropic's server-sent events: perhaps a block of thought, then one of content. */
final class AnthropicStream implements ChatFormat.Stream {
  private final Reply reply;
  private final int block;
  private final String beforePiece;

  AnthropicStream(Reply reply) {
    this.reply = reply;
    this.block = reply.answer().thoughts().isEmpty() ? 0 : 1;
    this.beforePiece =
        delta(block)
            + (reply.question().wanted() instanceof Wanted.ToolCall
                ? "\"input_json_delta\",\"partial_json\":\""
                : "\"text_delta\",\"text\":\"");
  }

  private static String delta(int block) {
    return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
        + block
        + ",\"delta\":{\"type\":";
  }

  private static String start(int block) {
    return "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"
        + block
        + ",\"content_block\":";
  }

  private static String stop(int block) {
    return "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"
        + block
        + "}\n\n";
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder(512);
    out.append("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    AnthropicChat.message(out, reply).append("[],\"stop_reason\":null,");
    out.append("\"stop_sequence\":null,\"stop_details\":null,");
    AnthropicChat.usage(out, reply, 1).append("}}\n\n");
    thought(out);
    out.append(start(block));
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      AnthropicChat.toolBlock(out, reply, tool).append("{}}");
    } else {
      out.append("{\"type\":\"text\",\"text\":\"\"}");
    }
    return out.append("}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n").toString();
  }

  private void thought(StringBuilder out) {
    if (reply.answer().thoughts().isEmpty()) {
      return;
    }
    out.append(start(0));
    out.append("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n");
    for (String piece : reply.answer().thoughts()) {
      out.append(delta(0)).append("\"thinking_delta\",\"thinking\":");
      out.append(Json.quoted(piece)).append("}}\n\n");
    }
    out.append(delta(0)).append("\"signature_delta\",\"signature\":\"");
    out.append(AnthropicChat.signature(reply)).append("\"}}\n\n").append(stop(0));
  }

  @Override
  public void piece(StringBuilder out, String piece) {
    out.append(beforePiece);
    Json.escape(out, piece);
    out.append("\"}}\n\n");
  }

  @Override
  public String closing() {
    StringBuilder out = new StringBuilder(256);
    out.append(stop(block));
    out.append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
    AnthropicChat.stop(out, reply).append(",\"container\":null},");
    AnthropicChat.usage(out, reply, reply.outputTokens()).append("}\n\n");
    return out.append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n").toString();
  }

  @Override
  public String failing(Failure failure) {
    return "event: error\ndata: " + new AnthropicErrors().write(failure).body() + "\n\n";
  }
}
