package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.Answer.Reply;
import dev.strowger.simulator.Question.Wanted;

/** A message as Anthropic's server-sent events, with one content block. */
final class AnthropicStream implements WireFormat.Stream {
  private static final String DELTA =
      "event: content_block_delta\n"
          + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":";

  private final Reply reply;
  private final String beforePiece;

  AnthropicStream(Reply reply) {
    this.reply = reply;
    this.beforePiece =
        DELTA
            + (reply.question().wanted() instanceof Wanted.ToolCall
                ? "\"input_json_delta\",\"partial_json\":\""
                : "\"text_delta\",\"text\":\"");
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder(512);
    out.append("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    AnthropicFormat.message(out, reply).append("[],\"stop_reason\":null,\"stop_sequence\":null,");
    AnthropicFormat.usage(out, reply, 1).append("}}\n\n");
    out.append("event: content_block_start\n");
    out.append("data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":");
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      AnthropicFormat.toolBlock(out, reply, tool).append("{}}");
    } else {
      out.append("{\"type\":\"text\",\"text\":\"\"}");
    }
    return out.append("}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n").toString();
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
    out.append("event: content_block_stop\n");
    out.append("data: {\"type\":\"content_block_stop\",\"index\":0}\n\n");
    out.append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
    AnthropicFormat.stop(out, reply).append("},");
    AnthropicFormat.usage(out, reply, reply.completionTokens()).append("}\n\n");
    return out.append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n").toString();
  }
}
