package dev.strowger.simulator.wire.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;

/**
 * A chat as Cohere's events. Content comes between content-start and content-end by index, a plan
 * before the call of a tool; an error comes in message-end.
 */
final class CohereStream implements ChatFormat.Stream {
  private final Reply reply;
  private final int index;
  private final String beforePiece;

  CohereStream(Reply reply) {
    this.reply = reply;
    this.index = reply.answer().thoughts().isEmpty() ? 0 : 1;
    this.beforePiece =
        reply.question().wanted() instanceof Wanted.ToolCall
            ? head("tool-call-delta", 0)
                + ",\"delta\":{\"message\":{\"tool_calls\":{\"function\":{\"arguments\":\""
            : head("content-delta", index) + ",\"delta\":{\"message\":{\"content\":{\"text\":\"";
  }

  private static String head(String type) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"";
  }

  private static String head(String type, int index) {
    return head(type) + ",\"index\":" + index;
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder(512);
    out.append("event: message-start\ndata: {\"id\":\"").append(reply.id());
    out.append("\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\",");
    out.append("\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}}\n\n");
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      plan(out, CohereChat.plan(tool));
      out.append(head("tool-call-start", 0)).append(",\"delta\":{\"message\":{\"tool_calls\":");
      return out.append(CohereChat.call(reply, tool, "\"\"")).append("}}}\n\n").toString();
    }
    thought(out);
    out.append(head("content-start", index)).append(",\"delta\":{\"message\":{\"content\":");
    return out.append("{\"type\":\"text\",\"text\":\"\"}}}}\n\n").toString();
  }

  private static void plan(StringBuilder out, String plan) {
    out.append(head("tool-plan-delta")).append(",\"delta\":{\"message\":{\"tool_plan\":");
    out.append(Json.quoted(plan)).append("}}}\n\n");
  }

  private void thought(StringBuilder out) {
    if (reply.answer().thoughts().isEmpty()) {
      return;
    }
    out.append(head("content-start", 0)).append(",\"delta\":{\"message\":{\"content\":");
    out.append("{\"type\":\"thinking\",\"thinking\":\"\"}}}}\n\n");
    for (String piece : reply.answer().thoughts()) {
      out.append(head("content-delta", 0)).append(",\"delta\":{\"message\":{\"content\":");
      out.append("{\"thinking\":").append(Json.quoted(piece)).append("}}}}\n\n");
    }
    out.append(head("content-end", 0)).append("}\n\n");
  }

  @Override
  public void piece(StringBuilder out, String piece) {
    out.append(beforePiece);
    Json.escape(out, piece);
    boolean tool = reply.question().wanted() instanceof Wanted.ToolCall;
    out.append(tool ? "\"}}}}}\n\n" : "\"}}}}\n\n");
  }

  @Override
  public String closing() {
    boolean tool = reply.question().wanted() instanceof Wanted.ToolCall;
    return (tool ? head("tool-call-end", 0) : head("content-end", index))
        + "}\n\n"
        + end("\"finish_reason\":\"" + CohereChat.finish(reply) + "\"");
  }

  private String end(String members) {
    return head("message-end")
        + ",\"delta\":{"
        + members
        + ",\"usage\":"
        + CohereChat.usage(reply)
        + "}}\n\n";
  }

  @Override
  public String failing(Failure failure) {
    return end("\"error\":" + Json.quoted(failure.message()) + ",\"finish_reason\":\"ERROR\"");
  }
}
