package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;

/** In work. */
public final class AnthropicDialect implements Dialect {
  @Override
  public String name() {
    return Dialects.Family.ANTHROPIC.label();
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
