package dev.strowger.ingress;

import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.KafkaAccess;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All that one ingress instance is told.
 *
 * @param instance names its replies topic; no two running instances may share it
 * @param apps where applications connect
 * @param sealing of bodies in the log
 */
public record IngressConfig(
    String instance,
    KafkaAccess kafka,
    Address apps,
    ChannelDoor channel,
    Bounds bounds,
    Times times,
    Unsupported unsupported,
    Rescue rescue,
    Finding finding,
    Callers callers,
    SealingConfig sealing) {
  private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final int LEAST_TOKEN_CHARS = 16;

  public IngressConfig {
    if (!INSTANCE.matcher(instance).matches()) {
      throw new IllegalArgumentException("instance is not of the form " + INSTANCE);
    }
  }

  /**
   * Where a server listens.
   *
   * @param port 0 takes a free one
   * @param tls cleartext without
   */
  public record Address(String host, int port, Optional<TlsFiles> tls) {
    public Address(String host, int port) {
      this(host, port, Optional.empty());
    }

    /**
     * What all event loops listen at together.
     *
     * @param id tells free ports of one process apart
     */
    SocketAddress shared(int id) {
      return port == 0
          ? SocketAddress.sharedRandomPort(id, host)
          : SocketAddress.inetSocketAddress(port, host);
    }
  }

  /**
   * The direct channel.
   *
   * @param address where workers connect
   * @param advertised how workers reach it from elsewhere; else made of the address
   * @param token what workers must show
   */
  public record ChannelDoor(Address address, Optional<URI> advertised, String token) {
    @Override
    public String toString() {
      return "ChannelDoor[" + address + ", " + advertised + "]";
    }
  }

  /**
   * @param maxBodyBytes largest request body
   * @param maxInFlight requests at once, from their headers to the end of their answer
   * @param maxConnections of applications at once
   * @param maxHeaderBytes all headers of one request together
   * @param maxBufferedBytes request bodies held at once, all requests together
   * @param eventLoops threads that serve connections
   * @param maxKeptResponses answers of the Responses API that can be found again
   */
  public record Bounds(
      int maxBodyBytes,
      int maxInFlight,
      int maxConnections,
      int maxHeaderBytes,
      long maxBufferedBytes,
      int eventLoops,
      int maxKeptResponses) {
    private static final int LEAST_ANSWER_BYTES = 64 << 20;

    /** Largest answer when unpacked: our own workers make it, so this only bounds damage. */
    int maxAnswerBytes() {
      return (int)
          Math.max(LEAST_ANSWER_BYTES, Math.min(Integer.MAX_VALUE >> 1, 2L * maxBodyBytes));
    }

    KeptBodies keptBodies() {
      return new KeptBodies(maxBodyBytes, maxAnswerBytes());
    }
  }

  /**
   * @param requestRead from a request's headers to the end of its body; also from the first byte of
   *     its headers to their last
   * @param deadline from a request's headers to the end of its answer
   * @param keepAlive a connection without a request
   * @param stall a client that does not take what is sent
   * @param publish until the log must have acknowledged a request
   * @param drain for the requests in flight when the process ends
   * @param grace before that: not ready any more, but everything is still served, until whoever
   *     spreads the load has noticed
   */
  public record Times(
      Duration requestRead,
      Duration deadline,
      Duration keepAlive,
      Duration stall,
      Duration publish,
      Duration drain,
      Duration grace) {}

  /**
   * How broken streams are gone on with.
   *
   * @param streamBytes of the events that are kept of one stream
   * @param totalBytes of all streams together
   * @param patience how long a client waits for somebody who goes on
   */
  public record Rescue(long streamBytes, long totalBytes, Duration patience) {}

  /**
   * How prompts are looked at for what the policy goes by.
   *
   * @param threads that do it
   * @param queue of prompts that wait for one
   * @param timeout after which a request goes on with what there is
   */
  public record Finding(int threads, int queue, Duration timeout) {}

  /** Reads the settings; problems are reported by {@link Settings#orThrow}. */
  public static IngressConfig from(Settings settings, KafkaAccess kafka) {
    String instance = settings.string("STROWGER_INSTANCE", randomInstance());
    if (!INSTANCE.matcher(instance).matches()) {
      settings.problem("STROWGER_INSTANCE=" + instance + ": expected " + INSTANCE);
      instance = randomInstance();
    }
    return settings.orThrow(
        new IngressConfig(
            instance,
            kafka,
            address(settings, "STROWGER_APPS", 8080),
            channel(settings),
            bounds(settings),
            times(settings),
            unsupported(settings),
            rescue(settings),
            finding(settings),
            Callers.from(settings),
            SealingConfig.from(settings)));
  }

  private static Address address(Settings settings, String prefix, int port) {
    return new Address(
        settings.string(prefix + "_HOST", "127.0.0.1"),
        settings.integer(prefix + "_PORT", port, 0, 65_535),
        TlsFiles.door(settings, prefix));
  }

  private static ChannelDoor channel(Settings settings) {
    Address address = address(settings, "STROWGER_CHANNEL", 18_082);
    Optional<URI> advertised =
        settings
            .optional("STROWGER_CHANNEL_URL")
            .map(text -> settings.uri("STROWGER_CHANNEL_URL", URI.create("http://localhost")));
    if (advertised.isEmpty() && (address.host().equals("0.0.0.0") || address.host().equals("::"))) {
      settings.problem(
          "STROWGER_CHANNEL_URL is not set: workers cannot reach an ingress at "
              + address.host()
              + "; name the address they can");
    }
    boolean secure = address.tls().isPresent();
    if (secure && advertised.filter(url -> !"https".equals(url.getScheme())).isPresent()) {
      settings.problem("STROWGER_CHANNEL_URL: expected https, as STROWGER_CHANNEL_TLS_CERT is set");
    }
    return new ChannelDoor(address, advertised, channelToken(settings));
  }

  private static String channelToken(Settings settings) {
    String name = "STROWGER_CHANNEL_TOKEN";
    String token = settings.requiredSecret(name, "the secret that ingress and workers share");
    if (!token.isEmpty() && token.length() < LEAST_TOKEN_CHARS) {
      settings.problem(name + ": expected at least " + LEAST_TOKEN_CHARS + " characters");
    }
    return token;
  }

  private static Bounds bounds(Settings settings) {
    long body = settings.bytes("STROWGER_MAX_BODY", 32L << 20);
    if (body < 1024 || body > 512L << 20) {
      settings.problem("STROWGER_MAX_BODY=" + body + ": expected a size from 1KiB to 512MiB");
      body = 32L << 20;
    }
    // An eighth of the heap: on its way to the log a body is held in up to four copies.
    long buffered =
        settings.bytes(
            "STROWGER_MAX_BUFFERED", Math.max(2 * body, Runtime.getRuntime().maxMemory() / 8));
    if (buffered < body) {
      settings.problem(
          "STROWGER_MAX_BUFFERED=" + buffered + ": expected STROWGER_MAX_BODY or more");
    }
    return new Bounds(
        (int) body,
        settings.integer("STROWGER_MAX_IN_FLIGHT", 10_000, 1, 1_000_000),
        settings.integer("STROWGER_MAX_CONNECTIONS", 20_000, 1, 1_000_000),
        (int) settings.bytes("STROWGER_MAX_HEADERS", 16 << 10),
        buffered,
        settings.integer(
            "STROWGER_EVENT_LOOPS", Runtime.getRuntime().availableProcessors(), 1, 256),
        settings.integer("STROWGER_MAX_KEPT_RESPONSES", 200_000, 0, 50_000_000));
  }

  private static Unsupported unsupported(Settings settings) {
    String text = settings.string("STROWGER_UNSUPPORTED", "strict");
    return Unsupported.of(text)
        .orElseGet(
            () -> {
              settings.problem("STROWGER_UNSUPPORTED=" + text + ": expected strict or lenient");
              return Unsupported.STRICT;
            });
  }

  private static Rescue rescue(Settings settings) {
    return new Rescue(
        settings.bytes("STROWGER_RESCUE_STREAM_BYTES", 4L << 20),
        settings.bytes("STROWGER_RESCUE_BYTES", Runtime.getRuntime().maxMemory() / 8),
        positive(settings, "STROWGER_RESCUE_WAIT", Duration.ofSeconds(30)));
  }

  private static Finding finding(Settings settings) {
    return new Finding(
        settings.integer(
            "STROWGER_FEATURE_THREADS", Runtime.getRuntime().availableProcessors(), 1, 256),
        settings.integer("STROWGER_FEATURE_QUEUE", 1_000, 1, 100_000),
        positive(settings, "STROWGER_FEATURE_TIMEOUT", Duration.ofMillis(250)));
  }

  private static Times times(Settings settings) {
    return new Times(
        positive(settings, "STROWGER_REQUEST_READ_TIMEOUT", Duration.ofSeconds(30)),
        positive(settings, "STROWGER_REQUEST_DEADLINE", Duration.ofSeconds(600)),
        positive(settings, "STROWGER_KEEP_ALIVE", Duration.ofMinutes(6)),
        positive(settings, "STROWGER_CLIENT_STALL", Duration.ofSeconds(60)),
        positive(settings, "STROWGER_PUBLISH_TIMEOUT", Duration.ofSeconds(10)),
        settings.duration("STROWGER_DRAIN", Duration.ofSeconds(30)),
        settings.duration("STROWGER_SHUTDOWN_GRACE", Duration.ofSeconds(3)));
  }

  private static Duration positive(Settings settings, String name, Duration otherwise) {
    Duration value = settings.duration(name, otherwise);
    if (value.toMillis() < 1) {
      settings.problem(name + ": expected a duration of at least 1ms");
      return otherwise;
    }
    return value;
  }

  private static String randomInstance() {
    byte[] bytes = new byte[4];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
