package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Part;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Images, audio and files: {@code inlineData}, or {@code fileData} for what Gemini fetches itself.
 * It fetches from public and signed URLs, in the Gemini API by https and from generation 2.5 on;
 * the type has to be said with the URL, so a URL that does not tell it is refused.
 */
final class GeminiMedia {
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/bmp");
  private static final Set<String> AUDIO =
      Set.of("wav", "mp3", "aiff", "aac", "ogg", "flac", "opus", "m4a", "webm");
  private static final String PDF = "application/pdf";
  private static final String TEXT = "text/plain";

  /** By the ending of a URL's path. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("heic", "image/heic"),
          Map.entry("heif", "image/heif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("pdf", PDF),
          Map.entry("txt", TEXT),
          Map.entry("md", TEXT),
          Map.entry("csv", "text/csv"),
          Map.entry("html", "text/html"),
          Map.entry("xml", "text/xml"),
          Map.entry("json", "application/json"));

  private final boolean vertex;
  private final GeminiModel model;
  private final Losses losses;

  GeminiMedia(Provider provider, GeminiModel model, Losses losses) {
    this.vertex = provider.dialect() == Family.VERTEX;
    this.model = model;
    this.losses = losses;
  }

  void image(Part.Image image, String path, ArrayNode parts) {
    detail(image.detail(), path);
    String type = image.mediaType().toLowerCase(Locale.ROOT);
    String known = type.equals("image/jpg") ? "image/jpeg" : type;
    if (IMAGES.contains(known)) {
      inline(known, image.base64(), parts);
    } else {
      losses.refuse(path, "Gemini takes images as PNG, JPEG, WebP, HEIC, HEIF or BMP");
    }
  }

  void audio(Part.Audio audio, String path, ArrayNode parts) {
    String format = audio.format().toLowerCase(Locale.ROOT);
    if (AUDIO.contains(format)) {
      inline("audio/" + format, audio.base64(), parts);
    } else {
      losses.refuse(path, "Gemini does not take audio of this format");
    }
  }

  void document(Part.Document document, String path, ArrayNode parts) {
    if (!document.name().isEmpty()) {
      losses.hint(path + ".filename");
    }
    String type = document.mediaType().toLowerCase(Locale.ROOT);
    boolean text = type.startsWith("text/") || type.equals("application/json");
    boolean media = type.startsWith("audio/") || type.startsWith("video/") || IMAGES.contains(type);
    if (text || media || type.equals(PDF)) {
      inline(text && vertex ? TEXT : type, document.base64(), parts);
    } else {
      losses.refuse(path, "Gemini takes files as PDF, text, JSON, image, audio or video");
    }
  }

  void imageUrl(Part.ImageUrl image, String path, ArrayNode parts) {
    detail(image.detail(), path);
    String type = typeOf(image.url());
    if (IMAGES.contains(type)) {
      fetched(image.url(), type, path, parts);
    } else {
      losses.refuse(
          path, "Gemini wants to know what is at a URL, and this one has no ending that tells");
    }
  }

  /** Files at URLs without an ending that tells are nearly always PDF. */
  void documentUrl(Part.DocumentUrl document, String path, ArrayNode parts) {
    if (!document.name().isEmpty()) {
      losses.hint(path + ".filename");
    }
    String type = typeOf(document.url());
    boolean text = type.startsWith("text/") || type.equals("application/json");
    String sent = text && vertex ? TEXT : type;
    fetched(document.url(), sent.isEmpty() ? PDF : sent, path, parts);
  }

  private void fetched(String url, String type, String path, ArrayNode parts) {
    String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
    boolean fetches =
        vertex
            ? Set.of("https", "http").contains(scheme)
            : scheme.equals("https") && model.from(2, 5);
    if (fetches) {
      parts.addObject().putObject("fileData").put("mimeType", type).put("fileUri", url);
    } else {
      losses.refuse(path, "this model does not fetch such URLs, send the content in base64");
    }
  }

  private void detail(String detail, String path) {
    if (!detail.isEmpty() && !detail.equals("auto")) {
      losses.hint(path + ".detail");
    }
  }

  private static void inline(String type, String base64, ArrayNode parts) {
    parts.addObject().putObject("inlineData").put("mimeType", type).put("data", base64);
  }

  /** Empty if the URL does not tell. */
  private static String typeOf(String url) {
    try {
      String path = URI.create(url).getPath();
      int dot = path == null ? -1 : path.lastIndexOf('.');
      return dot < 0
          ? ""
          : TYPES.getOrDefault(path.substring(dot + 1).toLowerCase(Locale.ROOT), "");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
