package dev.strowger.dialects.api.messages;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The id of a tool call as clients of Anthropic's API get it and give it back. Anthropic's format
 * has no place for a signature on a call, which some providers must get back with it; so it travels
 * at the end of the id.
 *
 * @param id the provider's
 * @param signature empty if there is none
 */
public record CallId(String id, String signature) {
  private static final String MARK = "__signature_";

  public static CallId read(String text) {
    int at = text.lastIndexOf(MARK);
    if (at < 0) {
      return new CallId(text, "");
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(text.substring(at + MARK.length()));
      return new CallId(text.substring(0, at), new String(signature, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return new CallId(text, "");
    }
  }

  String write() {
    if (signature.isEmpty()) {
      return id;
    }
    byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
    return id + MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
