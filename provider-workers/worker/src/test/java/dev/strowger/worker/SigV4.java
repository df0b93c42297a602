package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a server of AWS computes to check a signature. Source: the AWS Identity and Access
 * Management user guide, "Create a signed AWS API request".
 */
final class SigV4 {
  private SigV4() {}

  /**
   * The {@code Authorization} header a request should have.
   *
   * @param path as it came over the wire
   * @param header value of a header that came
   * @param authorization the header that came: tells key, day, region, service and signed headers
   */
  static String expected(
      String path, UnaryOperator<String> header, byte[] body, String authorization, String secret)
      throws GeneralSecurityException {
    String[] credential = field(authorization, "Credential").split("/");
    String names = field(authorization, "SignedHeaders");
    List<String> signed = Arrays.asList(names.split(";"));
    String canonical =
        String.join(
            "\n",
            "POST",
            twiceEncoded(path),
            "",
            signed.stream()
                .map(name -> name + ":" + header.apply(name).strip() + "\n")
                .collect(Collectors.joining()),
            names,
            sha256(body));
    String scope = String.join("/", Arrays.asList(credential).subList(1, credential.length));
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            header.apply("x-amz-date"),
            scope,
            sha256(canonical.getBytes(UTF_8)));
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential="
        + String.join("/", credential)
        + ", SignedHeaders="
        + names
        + ", Signature="
        + HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String field(String authorization, String name) {
    int start = authorization.indexOf(name + "=") + name.length() + 1;
    int end = authorization.indexOf(',', start);
    return authorization.substring(start, end < 0 ? authorization.length() : end);
  }

  /** All services but S3 encode each segment of the path once more. */
  private static String twiceEncoded(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(segment -> URLEncoder.encode(segment, UTF_8))
        .collect(Collectors.joining("/"));
  }

  private static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
        .toLowerCase(Locale.ROOT);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
