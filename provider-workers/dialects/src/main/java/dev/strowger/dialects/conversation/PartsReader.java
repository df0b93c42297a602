package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code content}: a text, or a list of parts. */
final class PartsReader {
  private final Problems problems;

  PartsReader(Problems problems) {
    this.problems = problems;
  }

  /** Content where only text may stand. */
  List<String> texts(JsonNode content, String path) {
    List<String> texts = new ArrayList<>();
    for (Part part : parts(content, path)) {
      if (part instanceof Part.Text(String text)) {
        texts.add(text);
      } else {
        problems.add(path, "only text may stand in a message of this role");
      }
    }
    return texts;
  }

  List<Part> parts(JsonNode content, String path) {
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
    }
    return parts;
  }

  private Optional<Part> part(JsonNode node, String path) {
    return switch (node.path("type").asText()) {
      case "text" -> Optional.of(new Part.Text(node.path("text").asText("")));
      case "refusal" -> Optional.of(new Part.Text(node.path("refusal").asText("")));
      case "image_url" -> image(node.path("image_url"), path + ".image_url");
      case "input_audio" ->
          Optional.of(
              new Part.Audio(
                  node.path("input_audio").path("format").asText(""),
                  problems.text(node.path("input_audio"), "data", path + ".input_audio")));
      case "file" -> file(node.path("file"), path + ".file");
      default -> {
        problems.add(path + ".type", "expected text, image_url, input_audio or file");
        yield Optional.empty();
      }
    };
  }

  private Optional<Part> image(JsonNode image, String path) {
    String url = problems.text(image, "url", path);
    if (url.startsWith("https://") || url.startsWith("http://")) {
      return Optional.of(new Part.ImageUrl(url, image.path("detail").asText("")));
    }
    return data(url, path + ".url")
        .map(data -> new Part.Image(data.mediaType, data.base64, image.path("detail").asText("")));
  }

  private Optional<Part> file(JsonNode file, String path) {
    if (file.hasNonNull("file_id")) {
      problems.add(path + ".file_id", "uploaded files are not shared between providers");
      return Optional.empty();
    }
    return data(problems.text(file, "file_data", path), path + ".file_data")
        .map(
            data ->
                new Part.Document(data.mediaType, data.base64, file.path("filename").asText("")));
  }

  private record Data(String mediaType, String base64) {}

  /** A data URL: {@code data:image/png;base64,…} */
  private Optional<Data> data(String url, String path) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(0, comma);
    if (!head.startsWith("data:") || !head.endsWith(";base64")) {
      problems.add(path, "expected an http(s) URL or a data URL in base64");
      return Optional.empty();
    }
    String mediaType = head.substring("data:".length(), head.length() - ";base64".length());
    int parameters = mediaType.indexOf(';');
    return Optional.of(
        new Data(
            parameters < 0 ? mediaType : mediaType.substring(0, parameters),
            url.substring(comma + 1)));
  }
}
