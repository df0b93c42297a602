package dev.strowger.sealing;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/** A process that makes a key if there is none, and says what only that key yields. */
final class KeyMaker {
  private KeyMaker() {}

  public static void main(String[] arguments) {
    LocalKms kms = new LocalKms(Path.of(arguments[0]), new SecureRandom(), Clock.systemUTC());
    byte[] derived = kms.derive(kms.current(KeyScope.general("acme")), "test");
    System.out.println(HexFormat.of().formatHex(derived));
  }
}
