package dev.strowger.worker;

import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import java.util.Optional;

/**
 * How the direct channel of an ingress is reached.
 *
 * @param token what it asks for
 * @param tls where its address begins with https: who is trusted besides the JDK's authorities, and
 *     what this process shows of itself
 */
public record ChannelAccess(String token, Optional<TlsFiles> tls) {
  /** {@code STROWGER_CHANNEL_TOKEN} and {@code STROWGER_CHANNEL_CLIENT_TLS_*}. */
  static ChannelAccess from(Settings settings) {
    return new ChannelAccess(
        settings.requiredSecret(
            "STROWGER_CHANNEL_TOKEN", "the token shared by ingress and workers"),
        TlsFiles.client(settings, "STROWGER_CHANNEL_CLIENT"));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ChannelAccess[" + tls + "]";
  }
}
