package dev.strowger.simulator.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;

/** A chat completion as server-sent events; what all its chunks share is built once. */
final class OpenAiStream implements ChatFormat.Stream {
  private final Reply reply;
  private final String head;
  private final String choice;
  private final String beforePiece;
  private final String afterPiece;

  OpenAiStream(Reply reply, String choiceStart) {
    this.reply = reply;
    boolean tool = reply.question().wanted() instanceof Wanted.ToolCall;
    StringBuilder start = new StringBuilder(200).append("data: ");
    this.head = OpenAiChat.head(start, reply, "chat.completion.chunk").toString();
    this.choice = head + "\"choices\":[{" + choiceStart + "\"index\":0,\"delta\":";
    this.beforePiece =
        choice
            + (tool
                ? "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\""
                : "{\"content\":\"");
    this.afterPiece =
        (tool ? "\"}}]}" : "\"}") + ",\"logprobs\":null,\"finish_reason\":null}]" + end();
  }

  @Override
  public String opening() {
    StringBuilder out = new StringBuilder(choice).append("{\"role\":\"assistant\",\"content\":");
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      out.append("null,\"tool_calls\":[{\"index\":0,\"id\":\"call_").append(reply.id());
      out.append("\",\"type\":\"function\",\"function\":{\"name\":").append(Json.quoted(tool));
      out.append(",\"arguments\":\"\"}}]}");
    } else {
      out.append("\"\",\"refusal\":null}");
    }
    return out.append(",\"logprobs\":null,\"finish_reason\":null}]").append(end()).toString();
  }

  @Override
  public void piece(StringBuilder out, String piece) {
    out.append(beforePiece);
    Json.escape(out, piece);
    out.append(afterPiece);
  }

  @Override
  public String closing() {
    StringBuilder out = new StringBuilder(choice);
    out.append("{},\"logprobs\":null,\"finish_reason\":\"");
    out.append(OpenAiChat.finish(reply)).append("\"}]").append(end());
    if (reply.question().delivery().usage()) {
      OpenAiChat.usage(out.append(head).append("\"choices\":[],"), reply).append("}\n\n");
    }
    return out.append("data: [DONE]\n\n").toString();
  }

  @Override
  public String failing(Failure failure) {
    return "data: " + new OpenAiErrors().write(failure).body() + "\n\n";
  }

  private String end() {
    return reply.question().delivery().usage() ? ",\"usage\":null}\n\n" : "}\n\n";
  }
}
