package dev.strowger.sealing;

import dev.strowger.sealing.SealedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Seals and opens bodies: AES-256-GCM with a random data key per tenant, class and process, which
 * the KMS wraps. With the keys at hand it takes microseconds and does not block; {@link #ready} and
 * {@link #readyToOpen} tell whether they are. Of any thread.
 */
public final class Sealing implements AutoCloseable {
  /** Tenants and classes at once; more are served, but ask the KMS more often. */
  static final int MOST_SEALING = 10_000;

  /** Data keys of other processes and hours at once. */
  static final int MOST_OPENED = 50_000;

  /** A key may be wiped between having it and using it. */
  private static final int MOST_TRIES = 3;

  private static final Duration SHORTEST_SWEEP = Duration.ofMillis(100);
  private static final String LOOKUP = "lookup";

  private final Optional<Kms> kms;
  private final WrappingKeys wrapping;
  private final SealingConfig config;
  private final Clock clock;
  private final LongSupplier nanos;
  private final SecureRandom random = new SecureRandom();
  private final KeyCache<KeyScope, SealingKey> sealing;
  private final KeyCache<ByteBuffer, OpeningKey> opening;
  private final KeyCache<KeyScope, byte[]> lookups;
  private final Thread sweeper;

  Sealing(Optional<Kms> kms, SealingConfig config, Clock clock, LongSupplier nanos) {
    this.kms = kms;
    this.wrapping = new WrappingKeys(kms);
    this.config = config;
    this.clock = clock;
    this.nanos = nanos;
    this.sealing = new KeyCache<>(MOST_SEALING, config.keyCache(), nanos, SealingKey::wipe);
    this.opening = new KeyCache<>(MOST_OPENED, config.keyCache(), nanos, OpeningKey::wipe);
    this.lookups =
        new KeyCache<>(MOST_SEALING, config.keyCache(), nanos, key -> Arrays.fill(key, (byte) 0));
    this.sweeper = Thread.ofPlatform().daemon().name("sealing-sweep").unstarted(this::sweep);
  }

  /** Opens the KMS, if there is one. */
  public static Sealing start(SealingConfig config) {
    Sealing sealing =
        new Sealing(config.kms().map(KmsSource::open), config, Clock.systemUTC(), System::nanoTime);
    if (sealing.on()) {
      sealing.sweeper.start();
    }
    return sealing;
  }

  /** Bodies stay as they are. */
  public static Sealing off() {
    return start(SealingConfig.OFF);
  }

  public boolean on() {
    return kms.isPresent();
  }

  /** Of a body with these classes, the one to seal it by; empty if its time is not bound. */
  public String dataClass(Collection<String> classes) {
    return config.retention().strictest(classes);
  }

  /** So long after a key was destroyed others may still use it. */
  public Duration keyCache() {
    return config.keyCache();
  }

  public Retention retention() {
    return config.retention();
  }

  /** Whether somebody has sealed these bytes, be they damaged or not. */
  public static boolean isSealed(byte[] bytes) {
    try {
      return Envelope.headerLength(bytes).isPresent();
    } catch (SealedException e) {
      return true;
    }
  }

  /** Whether {@link #seal} and {@link #keyed} would not have to ask the KMS now. */
  public boolean ready(String tenant, String dataClass) {
    return !on()
        || (sealing.peek(scope(tenant, dataClass)).filter(this::young).isPresent()
            && lookups.peek(KeyScope.general(tenant)).isPresent());
  }

  /** Whether {@link #open} would not have to ask the KMS now, be it only to say what is wrong. */
  public boolean readyToOpen(byte[] maybeSealed) {
    try {
      return !on()
          || Envelope.headerLength(maybeSealed)
              .map(length -> opening.peek(header(maybeSealed, length)).isPresent())
              .orElse(true);
    } catch (SealedException e) {
      return true;
    }
  }

  /**
   * @param dataClass as of {@link #dataClass}
   * @return the same bytes if nothing is sealed here
   * @throws SealedException KMS_UNREACHABLE
   */
  public byte[] seal(String tenant, String dataClass, byte[] plain) {
    if (!on()) {
      return plain;
    }
    KeyScope scope = scope(tenant, dataClass);
    for (int i = 0; i < MOST_TRIES; i++) {
      SealingKey key = sealing.get(scope, before -> sealingKey(scope, before));
      byte[] nonce = new byte[Crypto.NONCE_BYTES];
      random.nextBytes(nonce);
      Optional<byte[]> sealed = young(key) ? key.seal(tenant, plain, nonce) : Optional.empty();
      if (sealed.isPresent()) {
        return sealed.get();
      }
      sealing.remove(scope, key);
    }
    throw new SealedException(Reason.KMS_UNREACHABLE, "keys are given up faster than they come");
  }

  /**
   * @param maybeSealed plain bytes come back as they are
   * @throws SealedException if they cannot be opened
   */
  public byte[] open(String tenant, byte[] maybeSealed) {
    Optional<Integer> length = Envelope.headerLength(maybeSealed);
    if (length.isEmpty()) {
      return maybeSealed;
    }
    Envelope envelope = Envelope.parse(maybeSealed, length.get());
    if (!envelope.key().scope().tenantHash().equals(KeyScope.hash(tenant))) {
      throw Envelope.damaged("it is another tenant's");
    }
    ByteBuffer header = header(maybeSealed, length.get());
    for (int i = 0; i < MOST_TRIES; i++) {
      OpeningKey key = opening.get(header, before -> openingKey(envelope, before));
      Optional<byte[]> plain = key.open(tenant, maybeSealed, length.get());
      if (plain.isPresent()) {
        return plain.get();
      }
      opening.remove(header, key);
    }
    throw new SealedException(Reason.KMS_UNREACHABLE, "keys are given up faster than they come");
  }

  /**
   * A hash made one that only who has the tenant's key can make, so that nobody finds out what was
   * hashed by trying. The same hash if nothing is sealed here, or it is empty.
   *
   * @return as many hex digits
   * @throws SealedException KMS_UNREACHABLE
   */
  public String keyed(String tenant, String hash) {
    if (!on()) {
      return hash;
    }
    KeyScope scope = KeyScope.general(tenant);
    byte[] secret =
        lookups.get(scope, before -> asked().derive(asked().current(scope), LOOKUP)).clone();
    try {
      // Not before the secret was fetched: whoever waits until all is ready would wait for good.
      if (hash.isEmpty()) {
        return hash;
      }
      String keyed =
          HexFormat.of().formatHex(Crypto.hmac(secret, hash.getBytes(StandardCharsets.UTF_8)));
      return keyed.substring(0, Math.min(keyed.length(), hash.length()));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Destroys all keys of a tenant: what they have sealed can be read nowhere any more. */
  public List<KeyName> destroy(String tenant) {
    return forgetting(wrapping.destroy(Optional.of(KeyScope.hash(tenant)), key -> true));
  }

  /** Destroys the keys of bodies whose time is over. */
  public List<KeyName> destroyOver() {
    Instant now = clock.instant();
    return forgetting(
        wrapping.destroy(
            Optional.empty(),
            key ->
                config.retention().end(key.scope()).filter(end -> !end.isAfter(now)).isPresent()));
  }

  /** What the KMS has, destroyed ones included where it remembers them. */
  public List<Kms.KeyInfo> keys() {
    return wrapping.list(Optional.empty());
  }

  /** The keys of one tenant. */
  public List<Kms.KeyInfo> keys(String tenant) {
    return wrapping.list(Optional.of(KeyScope.hash(tenant)));
  }

  private List<KeyName> forgetting(List<KeyName> destroyed) {
    if (!destroyed.isEmpty()) {
      forget();
    }
    return destroyed;
  }

  private SealingKey sealingKey(KeyScope scope, Optional<SealingKey> before) {
    try {
      if (before.filter(this::young).filter(wrapping::stillThere).isPresent()) {
        return before.get();
      }
    } catch (SealedException e) {
      before.ifPresent(SealingKey::wipe);
      throw e;
    }
    before.ifPresent(SealingKey::wipe);
    byte[] bytes = new byte[Crypto.KEY_BYTES];
    random.nextBytes(bytes);
    KeyName name = asked().current(scope);
    return new SealingKey(
        new DataKey(bytes), new Envelope(name, asked().wrap(name, bytes)), nanos.getAsLong());
  }

  private OpeningKey openingKey(Envelope envelope, Optional<OpeningKey> before) {
    before.ifPresent(OpeningKey::wipe);
    byte[] bytes = asked().unwrap(envelope.key(), envelope.wrapped());
    if (bytes.length != Crypto.KEY_BYTES) {
      throw Envelope.damaged("its data key is none");
    }
    return new OpeningKey(new DataKey(bytes));
  }

  private boolean young(SealingKey key) {
    return !key.old(nanos.getAsLong(), config.renew());
  }

  private KeyScope scope(String tenant, String dataClass) {
    return config.retention().scope(tenant, dataClass, clock.instant());
  }

  private static ByteBuffer header(byte[] sealed, int length) {
    return ByteBuffer.wrap(Arrays.copyOf(sealed, length)).asReadOnlyBuffer();
  }

  private Kms asked() {
    return wrapping.asked();
  }

  private void sweep() {
    Duration half = config.keyCache().dividedBy(2);
    Duration pause = half.compareTo(SHORTEST_SWEEP) < 0 ? SHORTEST_SWEEP : half;
    try {
      while (true) {
        Thread.sleep(pause);
        sealing.sweep();
        opening.sweep();
        lookups.sweep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Wipes all keys in memory. */
  private void forget() {
    sealing.clear();
    opening.clear();
    lookups.clear();
  }

  @Override
  public void close() {
    sweeper.interrupt();
    forget();
    kms.ifPresent(Kms::close);
  }
}
