package dev.strowger.worker;

import dev.strowger.dialects.Provider;

/**
 * How one provider is reached from this process.
 *
 * @param provider at the place it is called
 * @param secret proven with each call; none if it needs none or is simulated
 * @param simulated whether a simulator stands in for it
 * @param reach how calls may leave this process
 */
public record ProviderAccess(Provider provider, Secret secret, boolean simulated, Reach reach) {
  public ProviderAccess(Provider provider, Secret secret, boolean simulated) {
    this(provider, secret, simulated, Reach.PLAIN);
  }
}
