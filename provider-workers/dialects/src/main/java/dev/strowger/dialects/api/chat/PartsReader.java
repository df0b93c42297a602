package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.CacheMarks;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.api.SentUrl;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code content}: a text, or a list of parts; a cache mark follows the part it is on. */
final class PartsReader {
  private final Problems problems;

  PartsReader(Problems problems) {
    this.problems = problems;
  }

  /** Content of instructions. */
  List<Part> texts(JsonNode content, String path) {
    List<Part> parts = parts(content, path);
    for (Part part : parts) {
      if (!(part instanceof Part.Text || part instanceof Part.CacheMark)) {
        problems.add(path, "only text may stand in a message of this role");
      }
    }
    return parts;
  }

  /** Content of a user's message or a tool's result. */
  List<Part> given(JsonNode content, String path) {
    List<Part> parts = parts(content, path);
    for (Part part : parts) {
      if (isModels(part)) {
        problems.add(path, "refusals and thoughts may stand in an assistant's message only");
      }
    }
    return parts;
  }

  /** Content of an assistant's message. */
  List<Part> said(JsonNode content, String path) {
    List<Part> parts = parts(content, path);
    for (Part part : parts) {
      if (!(part instanceof Part.Text || part instanceof Part.CacheMark || isModels(part))) {
        problems.add(path, "only text may stand in a message of this role");
      }
    }
    return parts;
  }

  private static boolean isModels(Part part) {
    return part instanceof Part.Refusal
        || part instanceof Part.Thought
        || part instanceof Part.RedactedThought;
  }

  private List<Part> parts(JsonNode content, String path) {
    if (content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    if (!content.isArray()) {
      problems.add(path, "expected a text or a list of parts");
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      part(content.get(i), path + "[" + i + "]").ifPresent(parts::add);
      CacheMarks.of(content.get(i)).ifPresent(parts::add);
    }
    return parts;
  }

  private Optional<Part> part(JsonNode node, String path) {
    return switch (node.path("type").asText()) {
      case "text" -> Optional.of(new Part.Text(node.path("text").asText("")));
      case "refusal" -> Optional.of(new Part.Refusal(node.path("refusal").asText("")));
      case "image_url" -> image(node.path("image_url"), path + ".image_url");
      case "input_audio" ->
          Optional.of(
              new Part.Audio(
                  node.path("input_audio").path("format").asText(""),
                  problems.text(node.path("input_audio"), "data", path + ".input_audio")));
      case "file" -> file(node.path("file"), path + ".file");
      case "thinking", "redacted_thinking" -> Thoughts.block(node);
      default -> {
        problems.add(path + ".type", "expected text, image_url, input_audio or file");
        yield Optional.empty();
      }
    };
  }

  private Optional<Part> image(JsonNode image, String path) {
    String url = problems.text(image, "url", path);
    String detail = image.path("detail").asText("");
    if (DataUrl.isRemote(url)) {
      return Optional.of(new Part.ImageUrl(url, detail));
    }
    return data(url, path + ".url")
        .map(data -> new Part.Image(data.mediaType(), data.base64(), detail));
  }

  private Optional<Part> file(JsonNode file, String path) {
    if (file.hasNonNull("file_id")) {
      problems.add(path + ".file_id", "uploaded files are not shared between providers");
      return Optional.empty();
    }
    String name = file.path("filename").asText("");
    String field = file.hasNonNull("file_url") ? "file_url" : "file_data";
    String url = problems.text(file, field, path);
    if (DataUrl.isRemote(url)) {
      return Optional.of(new Part.DocumentUrl(url, name));
    }
    return data(url, path + "." + field)
        .map(data -> new Part.Document(data.mediaType(), data.base64(), name));
  }

  private Optional<DataUrl> data(String url, String path) {
    Optional<DataUrl> data = DataUrl.of(url);
    if (data.isEmpty() && (SentUrl.known(url) || path.endsWith(".file_data"))) {
      // Another target may take it so.
      problems.add(path, SentUrl.EXPECTED);
    } else if (data.isEmpty()) {
      problems.wrong(path, SentUrl.EXPECTED);
    }
    return data;
  }
}
