package dev.strowger.worker;

import dev.strowger.dialects.Provider;

/**
 * How one provider is reached from this process.
 *
 * @param provider at the place it is called
 * @param secret proven with each call; none if it needs none or is simulated
 * @param simulated whether a simulator stands in for it
 */
public record ProviderAccess(Provider provider, Secret secret, boolean simulated) {}
