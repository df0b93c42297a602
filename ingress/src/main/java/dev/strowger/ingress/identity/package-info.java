/**
 * Callers that an identity provider vouches for. Comes from: bearer tokens (JWT) of requests, and
 * the provider's public keys over HTTP or from a file, which {@link
 * dev.strowger.ingress.identity.ProviderKeys} holds in memory. Goes to: the door's authenticator.
 */
@NullMarked
package dev.strowger.ingress.identity;

import org.jspecify.annotations.NullMarked;
