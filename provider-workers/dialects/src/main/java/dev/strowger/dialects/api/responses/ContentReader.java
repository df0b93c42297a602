package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.CacheMarks;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.api.SentUrl;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the content of a message or a call's output: a text, or a list of parts. */
final class ContentReader {
  /** In whose content a part may stand. */
  enum Speaker {
    /** Text only. */
    INSTRUCTIONS,
    /** The user, or a tool. */
    USER,
    /** Text and refusals. */
    ASSISTANT
  }

  private final Problems problems;

  ContentReader(Problems problems) {
    this.problems = problems;
  }

  List<Part> read(JsonNode content, Speaker speaker, String path) {
    if (content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    if (!content.isArray()) {
      problems.add(path, "expected a text or a list of parts");
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      JsonNode node = content.get(i);
      part(node, speaker, path + "[" + i + "]").ifPresent(parts::add);
      CacheMarks.of(node).ifPresent(parts::add);
    }
    return parts;
  }

  private Optional<Part> part(JsonNode node, Speaker speaker, String path) {
    Optional<Part> part =
        switch (node.path("type").asText()) {
          case "input_text", "output_text", "text" ->
              Optional.of(new Part.Text(node.path("text").asText("")));
          case "refusal" -> Optional.of(new Part.Refusal(node.path("refusal").asText("")));
          case "input_image" -> image(node, path);
          case "input_file" -> file(node, path);
          case "input_audio" -> Optional.of(audio(node.path("input_audio"), path));
          default -> {
            problems.add(
                path + ".type",
                "expected input_text, input_image, input_file, output_text or refusal");
            yield Optional.empty();
          }
        };
    if (part.isPresent() && !fits(part.get(), speaker)) {
      problems.add(path + ".type", "a part of this type may not stand in this place");
    }
    return part;
  }

  private static boolean fits(Part part, Speaker speaker) {
    return part instanceof Part.Text
        || switch (speaker) {
          case INSTRUCTIONS -> false;
          case USER -> !(part instanceof Part.Refusal);
          case ASSISTANT -> part instanceof Part.Refusal;
        };
  }

  private Optional<Part> image(JsonNode node, String path) {
    if (node.hasNonNull("file_id")) {
      return uploaded(path);
    }
    String url = problems.text(node, "image_url", path);
    String detail = node.path("detail").isTextual() ? node.path("detail").textValue() : "";
    if (DataUrl.isRemote(url)) {
      return Optional.of(new Part.ImageUrl(url, detail));
    }
    return data(url, path + ".image_url")
        .map(data -> new Part.Image(data.mediaType(), data.base64(), detail));
  }

  private Optional<Part> file(JsonNode node, String path) {
    if (node.hasNonNull("file_id")) {
      return uploaded(path);
    }
    String name = node.path("filename").isTextual() ? node.path("filename").textValue() : "";
    String field = node.hasNonNull("file_url") ? "file_url" : "file_data";
    String url = problems.text(node, field, path);
    if (DataUrl.isRemote(url)) {
      return Optional.of(new Part.DocumentUrl(url, name));
    }
    return data(url, path + "." + field)
        .map(data -> new Part.Document(data.mediaType(), data.base64(), name));
  }

  private Part audio(JsonNode audio, String path) {
    return new Part.Audio(
        problems.text(audio, "format", path + ".input_audio"),
        problems.text(audio, "data", path + ".input_audio"));
  }

  private Optional<Part> uploaded(String path) {
    problems.add(path + ".file_id", "uploaded files are not shared between providers");
    return Optional.empty();
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
