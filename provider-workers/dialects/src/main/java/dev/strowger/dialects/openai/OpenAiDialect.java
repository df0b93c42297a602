package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.StreamDecoder;
import java.util.List;

/**
 * {@code POST <base>/chat/completions}: OpenAI, and Ollama, vLLM, llama.cpp and all others that
 * speak as it does. Source: OpenAI's API reference, "Chat" and "Streaming".
 */
public final class OpenAiDialect implements Dialect {
  private static final String PATH = "/chat/completions";

  @Override
  public String name() {
    return Dialects.Family.OPENAI.label();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return OpenAiRequest.patch(call, provider)
        .<Encoding>map(
            body ->
                new Encoding.Sendable(ProviderRequest.json(provider, PATH, call, body), List.of()))
        .orElseGet(
            () ->
                new Encoding.Unsendable(
                    Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object")));
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return OpenAiResponse.decode(response, call);
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    return new OpenAiStream(call);
  }
}
