package dev.strowger.dialects.wire;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;

/** A family's wire format for embeddings. */
public interface EmbeddingsWire {
  ProviderRequest write(EmbeddingsRequest request, Call call, Provider provider, Losses losses);

  Reading read(Response response, EmbeddingsRequest request, Call call, Provider provider);

  /** What a response says. */
  sealed interface Reading {
    record Embedded(Embeddings embeddings) implements Reading {}

    record Failed(Fault fault) implements Reading {}
  }
}
