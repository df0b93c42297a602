package dev.strowger.ingress;

import dev.strowger.ingress.identity.OidcConfig;
import dev.strowger.process.AddressRange;
import dev.strowger.process.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How callers are told apart.
 *
 * @param region of this gateway's cluster; empty: of none
 * @param trustedProxies whose {@code X-Forwarded-For} counts
 * @param tokens of an identity provider, if they are taken
 */
public record Callers(
    String region, List<AddressRange> trustedProxies, Optional<OidcConfig> tokens) {
  private static final String PROXIES = "STROWGER_TRUSTED_PROXIES";

  public Callers {
    trustedProxies = List.copyOf(trustedProxies);
  }

  static Callers from(Settings settings) {
    return new Callers(
        settings.string("STROWGER_REGION", ""), proxies(settings), OidcConfig.from(settings));
  }

  private static List<AddressRange> proxies(Settings settings) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String text : settings.string(PROXIES, "").split(",")) {
      if (!text.isBlank()) {
        AddressRange.of(text.strip())
            .ifPresentOrElse(
                ranges::add,
                () ->
                    settings.problem(
                        PROXIES + ": " + text.strip() + " is no address and no CIDR range"));
      }
    }
    return ranges;
  }
}
