package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Authentication;
import dev.strowger.dialects.ProviderRequest;
import java.util.Map;

/** Adds to each call of a provider what proves who calls. */
sealed interface Signer extends AutoCloseable permits HeaderSigner, AwsSigner, GoogleSigner {
  /** May wait a bounded time for a token that is under way. */
  Signing sign(ProviderRequest request) throws InterruptedException;

  @Override
  default void close() {}

  /** What came of it. */
  sealed interface Signing {
    /**
     * @param headers to be sent with the call, besides its own
     */
    record Signed(Map<String, String> headers) implements Signing {
      public Signed {
        headers = Map.copyOf(headers);
      }

      /** Without the values. */
      @Override
      public String toString() {
        return "Signed" + headers.keySet();
      }
    }

    record Failed(Fault fault) implements Signing {}
  }

  /** For how the provider wants it and what there is to prove it with. */
  static Signer of(ProviderAccess access, TimeSource time) {
    Provider provider = access.provider();
    return switch (access.secret()) {
      case Secret.None() -> new HeaderSigner(Map.of());
      case Secret.Key(ApiKey key) ->
          switch (provider.authentication()) {
            case Authentication.Header(var header, var prefix, var _) ->
                new HeaderSigner(Map.of(header, prefix + key.secret()));
            case Authentication.None _, Authentication.Aws _, Authentication.Google _ ->
                throw mismatch(provider);
          };
      case Secret.Aws aws ->
          switch (provider.authentication()) {
            case Authentication.Aws(var region, var service) ->
                new AwsSigner(aws, region, service, time.wall());
            case Authentication.None _, Authentication.Header _, Authentication.Google _ ->
                throw mismatch(provider);
          };
      case Secret.Google(var credentials) -> GoogleSigner.start(provider.name(), credentials, time);
    };
  }

  private static IllegalArgumentException mismatch(Provider provider) {
    return new IllegalArgumentException(
        "provider " + provider.name() + " wants to be called with another kind of secret");
  }
}
