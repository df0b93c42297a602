package dev.strowger.dialects;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * An HTTP POST to a provider, without its key: the worker adds that.
 *
 * @param uri absolute
 * @param headers besides authentication
 * @param body JSON
 */
public record ProviderRequest(URI uri, Map<String, String> headers, byte[] body) {
  public ProviderRequest {
    headers = Map.copyOf(headers);
  }

  /**
   * A JSON call of a path under the provider's base URL, with the headers of its catalogue entry.
   */
  public static ProviderRequest json(
      Provider provider, String path, Dialect.Call call, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/json");
    headers.put("accept", call.stream() ? "text/event-stream" : "application/json");
    headers.putAll(provider.headers());
    return new ProviderRequest(provider.resolve(path), headers, body);
  }

  /** The same with a header, unless the provider's entry sets it. */
  public ProviderRequest withDefault(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.putIfAbsent(header, value);
    return new ProviderRequest(uri, all, body);
  }
}
