package dev.strowger.sealing;

import dev.strowger.process.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** {@code STROWGER_KMS=vault}: the transit engine of HashiCorp Vault or OpenBao. */
public final class VaultKmsProvider implements KmsProvider {
  @Override
  public String name() {
    return "vault";
  }

  @Override
  public KmsSource configure(Settings settings) {
    String address = "STROWGER_VAULT_ADDR";
    if (settings.required(address, "where Vault is, e.g. https://vault:8200").isEmpty()) {
      return () -> {
        throw new IllegalStateException("Vault's address is not known");
      };
    }
    VaultKms.Access access =
        new VaultKms.Access(
            settings.uri(address, URI.create("https://localhost")),
            settings.string("STROWGER_VAULT_MOUNT", "transit"),
            settings.requiredSecret(
                "STROWGER_VAULT_TOKEN", "the token Vault knows this process by"),
            settings.optional("STROWGER_VAULT_NAMESPACE"),
            settings.duration("STROWGER_VAULT_TIMEOUT", Duration.ofSeconds(5)));
    return () -> new VaultKms(access);
  }

  /** For those who list what is there. */
  static Optional<KeyName> key(String vaultName) {
    return vaultName.startsWith(VaultKms.PREFIX)
        ? KeyScope.parse(vaultName.substring(VaultKms.PREFIX.length()))
            .map(scope -> new KeyName(scope, VaultKms.GENERATION))
        : Optional.empty();
  }
}
