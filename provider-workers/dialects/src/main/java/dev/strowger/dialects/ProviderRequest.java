package dev.strowger.dialects;

import java.net.URI;
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
}
