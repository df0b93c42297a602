package dev.strowger.worker;

import dev.strowger.dialects.Provider;
import java.util.Optional;

/**
 * How one provider is reached from this process.
 *
 * @param provider at the place it is called
 * @param key sent with each call; empty if it needs none or is simulated
 * @param simulated whether a simulator stands in for it
 */
public record ProviderAccess(Provider provider, Optional<ApiKey> key, boolean simulated) {}
