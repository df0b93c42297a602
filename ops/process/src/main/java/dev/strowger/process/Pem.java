package dev.strowger.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM format (RFC 7468). */
final class Pem {
  private static final long MAX_BYTES = 4 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final byte[] PROBE = {1, 2, 3, 4};

  private Pem() {}

  /** All of a file, in its order: a chain, or certificates that are trusted. */
  static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    check(file);
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new GeneralSecurityException("no certificate in it");
      }
      return all;
    }
  }

  /**
   * The key of a certificate.
   *
   * @throws GeneralSecurityException also if it is another's
   */
  static PrivateKey key(Path file, X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    check(file);
    Matcher found = KEY.matcher(Files.readString(file));
    if (!found.find()) {
      throw new GeneralSecurityException(
          "no unencrypted PKCS#8 key in it (openssl pkcs8 -topk8 -nodes makes one)");
    }
    String algorithm = certificate.getPublicKey().getAlgorithm();
    byte[] der = Base64.getMimeDecoder().decode(found.group(1));
    PrivateKey key;
    try {
      key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException("no " + algorithm + " key as the certificate's in it", e);
    }
    if (!belongs(key, certificate)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
    return key;
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(PROBE);
    byte[] signed = signing.sign();
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(PROBE);
    return checking.verify(signed);
  }

  private static void check(Path file) throws IOException, GeneralSecurityException {
    if (Files.size(file) > MAX_BYTES) {
      throw new GeneralSecurityException("larger than a PEM file can be");
    }
  }
}
