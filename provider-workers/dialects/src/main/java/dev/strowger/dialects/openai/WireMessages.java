package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.MarkedProofs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Messages as OpenAI has them. */
final class WireMessages {
  private final Set<Quirk> quirks;
  private final MarkedProofs proofs;
  private final Losses losses;

  /** What tools gave back and a tool's message cannot carry; follows in a user's message. */
  private final List<Part> owed = new ArrayList<>();

  WireMessages(Provider provider, Losses losses) {
    this.quirks = provider.quirks();
    this.proofs = OpenAiWire.proofs(provider);
    this.losses = losses;
  }

  ArrayNode write(List<Message> messages, ArrayNode json) {
    for (Message message : messages) {
      if (!(message instanceof Message.ToolResult)) {
        payOwed(json);
      }
      switch (message) {
        case Message.Instructions(var parts) ->
            json.addObject().put("role", "system").set("content", content(parts));
        case Message.User(var parts) ->
            json.addObject().put("role", "user").set("content", content(parts));
        case Message.Assistant said -> assistant(said, json.addObject().put("role", "assistant"));
        case Message.ToolResult result -> toolResult(result, json.addObject().put("role", "tool"));
      }
    }
    payOwed(json);
    return json;
  }

  private void payOwed(ArrayNode json) {
    if (!owed.isEmpty()) {
      json.addObject().put("role", "user").set("content", content(owed));
      owed.clear();
    }
  }

  private void toolResult(Message.ToolResult result, ObjectNode json) {
    List<Part> texts = new ArrayList<>();
    for (Part part : result.parts()) {
      (part instanceof Part.Text || part instanceof Part.CacheMark ? texts : owed).add(part);
    }
    if (result.failed()) {
      // OpenAI's tool messages have no place for it.
      texts.addFirst(new Part.Text("The tool failed: "));
    }
    json.put("tool_call_id", CallIds.fitting(result.callId()));
    json.set("content", content(texts));
  }

  /** A text where it can be one, so that every server understands it. */
  private JsonNode content(List<Part> parts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    StringBuilder text = new StringBuilder();
    boolean onlyText = true;
    for (Part part : parts) {
      part(part, list);
      if (part instanceof Part.Text(var more)) {
        text.append(more);
      } else {
        onlyText &= part instanceof Part.CacheMark && !quirks.contains(Quirk.CACHE_MARKS);
      }
    }
    return onlyText && list.size() <= 1 ? JsonNodeFactory.instance.textNode(text.toString()) : list;
  }

  private void part(Part part, ArrayNode list) {
    switch (part) {
      case Part.Text(var text) -> list.addObject().put("type", "text").put("text", text);
      case Part.Refusal(var text) -> list.addObject().put("type", "refusal").put("refusal", text);
      case Part.ImageUrl(var url, var detail) -> image(url, detail, list);
      case Part.Image(var mediaType, var base64, var detail) ->
          image(DataUrl.write(mediaType, base64), detail, list);
      case Part.Document(var mediaType, var base64, var name) -> {
        ObjectNode file = list.addObject().put("type", "file").putObject("file");
        file.put("filename", name.isEmpty() ? "document" : name);
        file.put("file_data", DataUrl.write(mediaType, base64));
      }
      case Part.DocumentUrl _ ->
          losses.refuse("messages", "this target takes files by content, not by URL");
      case Part.Audio(var format, var base64) ->
          list.addObject()
              .put("type", "input_audio")
              .putObject("input_audio")
              .put("data", base64)
              .put("format", format);
      case Part.CacheMark mark -> mark(mark, list);
      // They stand in fields of a model's message.
      case Part.Thought _, Part.RedactedThought _, Part.Call _ -> {}
    }
  }

  private static void image(String url, String detail, ArrayNode list) {
    ObjectNode image =
        list.addObject().put("type", "image_url").putObject("image_url").put("url", url);
    if (!detail.isEmpty()) {
      image.put("detail", detail);
    }
  }

  private void mark(Part.CacheMark mark, ArrayNode list) {
    if (!quirks.contains(Quirk.CACHE_MARKS)) {
      losses.hint("cache_control");
    } else if (!list.isEmpty() && list.get(list.size() - 1) instanceof ObjectNode before) {
      WireTools.mark(before, mark);
    }
  }

  private void assistant(Message.Assistant said, ObjectNode json) {
    List<Part> spoken = new ArrayList<>();
    List<Part> thoughts = new ArrayList<>();
    for (Part part : said.parts()) {
      switch (part) {
        case Part.Thought _, Part.RedactedThought _ -> thoughts.add(part);
        case Part.Call _ -> {}
        default -> spoken.add(part);
      }
    }
    List<Part.Call> calls = said.calls();
    if (spoken.isEmpty() && !calls.isEmpty()) {
      json.putNull("content");
    } else {
      json.set("content", content(spoken));
    }
    if (!thoughts.isEmpty()) {
      if (quirks.contains(Quirk.THOUGHTS_BACK)) {
        WireThoughts.write(thoughts, proofs, json, losses);
      } else {
        losses.hint("reasoning_content");
      }
    }
    if (!calls.isEmpty()) {
      ArrayNode list = json.putArray("tool_calls");
      calls.forEach(call -> call(call, list));
    }
  }

  private void call(Part.Call call, ArrayNode list) {
    ObjectNode json =
        list.addObject().put("id", CallIds.fitting(call.id())).put("type", "function");
    json.putObject("function")
        .put("name", call.name())
        .put("arguments", new String(Json.bytes(call.arguments()), StandardCharsets.UTF_8));
    boolean foreign = MarkedProofs.isMarked(call.signature());
    if (!call.signature().isEmpty() && quirks.contains(Quirk.EXTRA_CONTENT) && !foreign) {
      json.putObject("extra_content")
          .putObject("google")
          .put("thought_signature", call.signature());
    } else if (!call.signature().isEmpty()) {
      losses.hint("extra_content");
    }
  }
}
