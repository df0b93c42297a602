package dev.strowger.dialects.azure;

import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.openai.OpenAiDialect;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * OpenAI's models at Azure: OpenAI's format under another path. The base URL is the resource's,
 * e.g. {@code https://bank-eu.openai.azure.com}; a model is the name of a deployment.
 *
 * <p>Options: {@code api_version} (default {@value #DEFAULT_VERSION}); {@code api: v1} for the path
 * {@code /openai/v1}, which needs no version. Source: Microsoft's "Azure OpenAI REST API reference"
 * and "API version lifecycle".
 */
public final class AzureOpenAiDialect implements Dialect {
  /** The last version of the dated data plane that is generally available. */
  private static final String DEFAULT_VERSION = "2024-10-21";

  private final OpenAiDialect openAi = new OpenAiDialect(Dialects.Family.AZURE_OPENAI);

  @Override
  public String name() {
    return openAi.name();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return openAi.encode(call, provider.at(place(call, provider)));
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return openAi.decode(response, call, provider);
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    return openAi.stream(call, provider);
  }

  @Override
  public List<Continuing> continuings(Call call, Provider provider) {
    return openAi.continuings(call, provider);
  }

  @Override
  public Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how) {
    return openAi.encodeRest(call, provider.at(place(call, provider)), sent, how);
  }

  @Override
  public StreamDecoder streamRest(
      Call call, Provider provider, SentAnswer sent, TokenUsage before) {
    return openAi.streamRest(call, provider, sent, before);
  }

  /** What stands before {@code /chat/completions}, with the version in its query. */
  private static URI place(Call call, Provider provider) {
    boolean v1 = provider.option("api").filter("v1"::equals).isPresent();
    if (v1) {
      URI base = provider.resolve("/openai/v1");
      return provider.option("api_version").map(version -> versioned(base, version)).orElse(base);
    }
    String deployment = URLEncoder.encode(call.model(), StandardCharsets.UTF_8).replace("+", "%20");
    return versioned(
        provider.resolve("/openai/deployments/" + deployment),
        provider.option("api_version").orElse(DEFAULT_VERSION));
  }

  private static URI versioned(URI uri, String version) {
    String text = uri.toString();
    return URI.create(text + (text.indexOf('?') < 0 ? '?' : '&') + "api-version=" + version);
  }
}
