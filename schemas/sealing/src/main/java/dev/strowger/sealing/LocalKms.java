package dev.strowger.sealing;

import dev.strowger.sealing.SealedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * Keys in files, one each: {@code <directory>/<tenant hash>/<class>.<day>.<generation>.key}, 32
 * random bytes that only the owner can read. A destroyed key leaves a {@code .gone} with its time.
 * Any number of processes may share the directory.
 */
final class LocalKms implements Kms {
  private static final String KEY = ".key";
  private static final String GONE = ".gone";
  private static final int MOST_TRIES = 100;
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE = mode("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY = mode("rwx------");

  private final Path directory;
  private final SecureRandom random;
  private final Clock clock;

  LocalKms(Path directory, SecureRandom random, Clock clock) {
    this.directory = directory;
    this.random = random;
    this.clock = clock;
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  @Override
  public KeyName current(KeyScope scope) {
    try {
      for (int i = 0; i < MOST_TRIES; i++) {
        int last = 0;
        Optional<KeyName> alive = Optional.empty();
        for (KeyInfo key : list(Optional.of(scope.tenantHash()))) {
          if (key.name().scope().equals(scope)) {
            last = Math.max(last, key.name().generation());
            alive = key.destroyedAt().isEmpty() ? Optional.of(key.name()) : alive;
          }
        }
        if (alive.isPresent()) {
          return alive.get();
        }
        KeyName next = new KeyName(scope, last + 1);
        if (create(next)) {
          return next;
        }
      }
    } catch (IOException e) {
      throw unreachable("a key cannot be made", e);
    }
    throw unreachable("a key cannot be made: others destroy it as it comes", null);
  }

  /** False if somebody else was first. A key appears whole: it is linked once it is on the disk. */
  private boolean create(KeyName name) throws IOException {
    Path file = file(name, KEY);
    Path tenant = directory.resolve(name.scope().tenantHash());
    Files.createDirectories(tenant, OWNERS_DIRECTORY);
    Path fresh = Files.createTempFile(tenant, "new", "", OWNERS_FILE);
    byte[] bytes = new byte[Crypto.KEY_BYTES];
    random.nextBytes(bytes);
    try {
      write(fresh, bytes, StandardOpenOption.WRITE);
      Files.createLink(file, fresh);
      sync(tenant);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Files.delete(fresh);
    }
  }

  private static void write(Path file, byte[] bytes, StandardOpenOption... how) throws IOException {
    try (FileChannel out = FileChannel.open(file, how)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        int _ = out.write(left);
      }
      out.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path file(KeyName name, String kind) {
    String text = name.text();
    int dot = text.indexOf('.');
    return directory.resolve(text.substring(0, dot)).resolve(text.substring(dot + 1) + kind);
  }

  private DataKey read(KeyName name) {
    if (Files.exists(file(name, GONE))) {
      throw new SealedException(Reason.KEY_GONE, "the key was destroyed");
    }
    try {
      byte[] bytes = Files.readAllBytes(file(name, KEY));
      if (bytes.length != Crypto.KEY_BYTES) {
        throw unreachable("a key file is damaged", null);
      }
      return new DataKey(bytes);
    } catch (NoSuchFileException e) {
      // Between a look for the tombstone and the read; else this may be the wrong directory.
      if (Files.exists(file(name, GONE))) {
        throw new SealedException(Reason.KEY_GONE, "the key was destroyed", e);
      }
      throw unreachable("the key is not in the directory, and was not destroyed there", e);
    } catch (IOException e) {
      throw unreachable("a key file cannot be read", e);
    }
  }

  @Override
  public byte[] wrap(KeyName name, byte[] dataKey) {
    DataKey key = read(name);
    try {
      byte[] nonce = new byte[Crypto.NONCE_BYTES];
      random.nextBytes(nonce);
      Cipher cipher = Crypto.gcm(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(name.text().getBytes(StandardCharsets.US_ASCII));
      byte[] sealed = cipher.doFinal(dataKey);
      byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not to be had", e);
    } finally {
      key.destroy();
    }
  }

  @Override
  public byte[] unwrap(KeyName name, byte[] wrapped) {
    DataKey key = read(name);
    try {
      if (wrapped.length < Crypto.NONCE_BYTES) {
        throw Envelope.damaged("its data key was cut");
      }
      byte[] nonce = Arrays.copyOf(wrapped, Crypto.NONCE_BYTES);
      Cipher cipher = Crypto.gcm(Cipher.DECRYPT_MODE, key, nonce);
      cipher.updateAAD(name.text().getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(wrapped, nonce.length, wrapped.length - nonce.length);
    } catch (AEADBadTagException e) {
      throw new SealedException(Reason.DAMAGED, "a data key is damaged", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not to be had", e);
    } finally {
      key.destroy();
    }
  }

  @Override
  public byte[] derive(KeyName name, String purpose) {
    DataKey key = read(name);
    byte[] bytes = key.getEncoded();
    try {
      return Crypto.hmac(bytes, ("strowger derive\0" + purpose).getBytes(StandardCharsets.UTF_8));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      key.destroy();
    }
  }

  @Override
  public void destroy(KeyName name) {
    Path file = file(name, KEY);
    try {
      // First of all: from here on the key is gone for everybody.
      tombstone(name);
      if (Files.exists(file)) {
        write(file, new byte[Crypto.KEY_BYTES], StandardOpenOption.WRITE);
        Files.deleteIfExists(file);
      }
      sync(file.resolveSibling("."));
    } catch (IOException e) {
      throw unreachable("a key cannot be destroyed", e);
    }
  }

  private void tombstone(KeyName name) throws IOException {
    try {
      byte[] at = clock.instant().toString().getBytes(StandardCharsets.US_ASCII);
      write(file(name, GONE), at, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // Destroyed before, perhaps not to the end.
    }
  }

  @Override
  public List<KeyInfo> list(Optional<String> tenantHash) {
    List<KeyInfo> keys = new ArrayList<>();
    try {
      if (tenantHash.isPresent()) {
        list(tenantHash.get(), keys);
      } else if (Files.isDirectory(directory)) {
        try (Stream<Path> tenants = Files.list(directory)) {
          for (Path tenant : tenants.filter(Files::isDirectory).sorted().toList()) {
            list(tenant.getFileName().toString(), keys);
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw unreachable("the directory of keys cannot be read", e);
    }
    return keys;
  }

  private void list(String tenantHash, List<KeyInfo> keys) throws IOException {
    Path tenant = directory.resolve(tenantHash);
    if (!Files.isDirectory(tenant)) {
      return;
    }
    List<String> files;
    try (Stream<Path> entries = Files.list(tenant)) {
      files = entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
    for (String file : files) {
      if (file.endsWith(GONE)) {
        Instant at = Files.getLastModifiedTime(tenant.resolve(file)).toInstant();
        name(tenantHash, file, GONE).ifPresent(n -> keys.add(new KeyInfo(n, Optional.of(at))));
      } else if (file.endsWith(KEY)
          && !files.contains(file.substring(0, file.length() - KEY.length()) + GONE)) {
        name(tenantHash, file, KEY).ifPresent(n -> keys.add(new KeyInfo(n, Optional.empty())));
      }
    }
  }

  private static Optional<KeyName> name(String tenantHash, String file, String kind) {
    return KeyName.parse(tenantHash + "." + file.substring(0, file.length() - kind.length()));
  }

  private static SealedException unreachable(
      String what, @org.jspecify.annotations.Nullable Exception why) {
    return new SealedException(Reason.KMS_UNREACHABLE, what, why);
  }
}
