package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;

/** In work. */
public final class OpenAiDialect implements Dialect {
  @Override
  public String name() {
    return Dialects.Family.OPENAI.label();
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
