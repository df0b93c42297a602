package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.wire.MarkedProofs;
import java.util.List;

/**
 * Messages as Gemini wants them: instructions apart, what a model said in a row as one content, the
 * results of its calls together and in the order of the calls.
 */
final class GeminiContents {
  /** What Google's guide on thought signatures says to send for calls it did not make itself. */
  static final String NOT_OURS = "skip_thought_signature_validator";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ArrayNode system = NODES.arrayNode();
  private final ArrayNode turns = NODES.arrayNode();
  private final GeminiModel model;
  private final Losses losses;
  private final GeminiMedia media;
  private final MarkedProofs signatures;
  private final GeminiToolResults results;
  private final boolean ids;

  /** Whether the content that is being written has a call. */
  private boolean called;

  private GeminiContents(Provider provider, GeminiModel model, Losses losses) {
    this.model = model;
    this.losses = losses;
    this.media = new GeminiMedia(provider, model, losses);
    this.signatures = GeminiWire.proofs(provider);
    // Vertex AI's stable API matches results by name and order; older ones refuse the field.
    this.ids = provider.dialect() == Family.GEMINI;
    this.results = new GeminiToolResults(ids, model.from(3, 0), losses);
  }

  static GeminiContents of(
      List<Message> messages, Provider provider, GeminiModel model, Losses losses) {
    GeminiContents contents = new GeminiContents(provider, model, losses);
    for (int i = 0; i < messages.size(); i++) {
      contents.add(messages.get(i), "messages[" + i + "]");
    }
    contents.endResults();
    if (contents.turns.isEmpty() && !contents.system.isEmpty()) {
      // A call needs a content; instructions alone are the prompt then.
      contents.append("user", contents.system.deepCopy());
      contents.system.removeAll();
    }
    if (contents.turns.isEmpty()) {
      losses.refuse("messages", "there is nothing in them that Gemini could answer");
    }
    return contents;
  }

  /** Parts of the instructions. */
  ArrayNode system() {
    return system;
  }

  ArrayNode turns() {
    return turns;
  }

  private void add(Message message, String path) {
    if (!(message instanceof Message.ToolResult)) {
      endResults();
    }
    switch (message) {
      case Message.Instructions(var parts) -> parts(parts, path, system);
      case Message.User(var parts) -> {
        ArrayNode content = NODES.arrayNode();
        parts(parts, path, content);
        append("user", content);
      }
      case Message.Assistant(var parts) -> said(parts, path);
      case Message.ToolResult(var callId, var parts, var failed) -> {
        ArrayNode content = NODES.arrayNode();
        parts(parts, path, content);
        results.add(callId, content, failed, path);
      }
    }
  }

  private void said(List<Part> parts, String path) {
    boolean goesOn =
        !turns.isEmpty() && turns.get(turns.size() - 1).path("role").asText().equals("model");
    called &= goesOn;
    ArrayNode content = NODES.arrayNode();
    parts(parts, path, content);
    if (goesOn && turns.get(turns.size() - 1) instanceof ObjectNode last) {
      last.withArray("parts").addAll(content);
    } else {
      append("model", content);
    }
  }

  private void endResults() {
    results.take().ifPresent(parts -> append("user", parts));
  }

  private void append(String role, ArrayNode parts) {
    if (!parts.isEmpty()) {
      turns.addObject().put("role", role).set("parts", parts);
    }
  }

  private void parts(List<Part> parts, String path, ArrayNode content) {
    parts.forEach(part -> part(part, path + ".content", content));
  }

  private void part(Part part, String path, ArrayNode content) {
    switch (part) {
      case Part.Text(var text) -> text(text, content);
      case Part.Refusal(var text) -> text(text, content);
      case Part.Image image -> media.image(image, path, content);
      case Part.ImageUrl image -> media.imageUrl(image, path, content);
      case Part.Audio audio -> media.audio(audio, path, content);
      case Part.Document document -> media.document(document, path, content);
      case Part.DocumentUrl document -> media.documentUrl(document, path, content);
      case Part.Thought(var text, var signature) -> thought(text, signature, content);
      case Part.RedactedThought _ -> losses.hint(path);
      case Part.Call call -> call(call, content);
      case Part.CacheMark _ -> losses.hint("cache_control");
    }
  }

  private static void text(String text, ArrayNode content) {
    // Gemini refuses a part without text.
    if (!text.isEmpty()) {
      content.addObject().put("text", text);
    }
  }

  private void thought(String text, String signature, ArrayNode content) {
    var own = signatures.own(signature);
    if (!text.isEmpty() || own.isPresent()) {
      ObjectNode part = content.addObject().put("text", text).put("thought", true);
      own.ifPresent(proof -> part.put("thoughtSignature", proof));
    }
  }

  /** From generation 3 on the first call of a turn must have a signature. */
  private void call(Part.Call call, ArrayNode content) {
    results.called(call);
    ObjectNode part = content.addObject();
    ObjectNode json = part.putObject("functionCall");
    if (ids) {
      json.put("id", call.id());
    }
    json.put("name", call.name()).set("args", call.arguments());
    signatures
        .own(call.signature())
        .ifPresentOrElse(
            proof -> part.put("thoughtSignature", proof),
            () -> {
              if (!called && model.from(3, 0)) {
                part.put("thoughtSignature", NOT_OURS);
              }
            });
    called = true;
  }
}
