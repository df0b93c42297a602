package dev.strowger.dialects.azure;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;

/** OpenAI's models at Azure. Source: Microsoft's "Azure OpenAI REST API reference". */
public final class AzureOpenAiDialect implements Dialect {
  @Override
  public String name() {
    return Dialects.Family.AZURE_OPENAI.label();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    throw new UnsupportedOperationException();
  }
}
