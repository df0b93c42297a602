package dev.strowger.dialects.gemini;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where calls of a model go. */
final class GeminiPaths {
  private static final String UNRESERVED = "-._~@";

  private GeminiPaths() {}

  /**
   * @param verb e.g. {@code generateContent}
   */
  static ProviderRequest post(Provider provider, Call call, String verb, byte[] body) {
    return ProviderRequest.json(provider, path(provider, call) + ":" + verb, call, body);
  }

  /** Server-sent events come only where they are asked for; else it is an array that grows. */
  static ProviderRequest stream(Provider provider, Call call, byte[] body) {
    ProviderRequest request = post(provider, call, "streamGenerateContent", body);
    String uri = request.uri().toString();
    String separator = uri.indexOf('?') < 0 ? "?" : "&";
    return new ProviderRequest(URI.create(uri + separator + "alt=sse"), request.headers(), body);
  }

  /** As requests of the Gemini API name the model once more, e.g. {@code models/gemini-2.5-pro}. */
  static String resource(String model) {
    return isResource(model, "models/", "tunedModels/") ? model : "models/" + model;
  }

  private static String path(Provider provider, Call call) {
    String model = call.model();
    if (provider.dialect() != Family.VERTEX) {
      String resource = resource(model);
      int slash = resource.indexOf('/');
      return "/" + resource.substring(0, slash) + "/" + encoded(resource.substring(slash + 1));
    }
    if (isResource(model, "publishers/", "endpoints/")) {
      return "/" + segments(model);
    }
    int slash = model.indexOf('/');
    // Other publishers are named as in model lists: publisher/model.
    String publisher = slash < 0 ? "google" : model.substring(0, slash);
    return "/publishers/" + encoded(publisher) + "/models/" + encoded(model.substring(slash + 1));
  }

  private static boolean isResource(String model, String... collections) {
    return Arrays.stream(collections)
        .anyMatch(name -> model.startsWith(name) && model.length() > name.length());
  }

  private static String segments(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(GeminiPaths::encoded)
        .collect(Collectors.joining("/"));
  }

  /** One segment; a colon in it would otherwise look like the verb's. */
  private static String encoded(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || isMarkOrDigit(b);
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString();
  }

  private static boolean isMarkOrDigit(byte b) {
    return (b >= '0' && b <= '9') || UNRESERVED.indexOf(b) >= 0;
  }
}
