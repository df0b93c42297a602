package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.ProviderRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwsSignerTest {
  private static final String ID = "AKIDEXAMPLE";
  private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);
  private static final URI MODEL =
      URI.create(
          "https://bedrock-runtime.eu-central-1.amazonaws.com"
              + "/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse");

  /** The case post-vanilla of AWS's test suite for signatures of version 4. */
  @Test
  void isCheckedByAComputationThatAgreesWithThePublishedVector() throws Exception {
    Map<String, String> headers =
        Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z");
    String published =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
            + " SignedHeaders=host;x-amz-date,"
            + " Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";

    assertThat(SigV4.expected("/", name -> header(headers, name), new byte[0], published, KEY))
        .isEqualTo(published);
  }

  @Test
  void signsThePathAsItIsSentWithBodyAndToken() throws Exception {
    byte[] body = "{\"messages\":[]}".getBytes(UTF_8);

    Map<String, String> headers = signed(Optional.of(new ApiKey("session/token==")), body);

    String authorization = header(headers, "authorization");
    assertThat(authorization)
        .contains("Credential=AKIDEXAMPLE/20150830/eu-central-1/bedrock/aws4_request")
        .contains("content-type;host;")
        .contains("x-amz-security-token");
    assertThat(headers).containsEntry("x-amz-security-token", "session/token==");
    assertThat(headers).doesNotContainKey("host");
    Map<String, String> sent = new HashMap<>(headers);
    sent.put("host", MODEL.getHost());
    assertThat(
            SigV4.expected(
                MODEL.getRawPath(), name -> header(sent, name), body, authorization, KEY))
        .isEqualTo(authorization);
  }

  @Test
  void signsAmazonsHeadersOfAProvidersEntryToo() throws Exception {
    Map<String, String> own =
        Map.of(
            "content-type", "application/json",
            "X-Amz-Bedrock-Trace", "ENABLED",
            "x-team", "a");

    Map<String, String> headers = signed(Optional.empty(), own, new byte[] {1});

    String authorization = header(headers, "authorization");
    assertThat(authorization).contains("x-amz-bedrock-trace").doesNotContain("x-team");
    Map<String, String> sent = new HashMap<>(headers);
    sent.put("host", MODEL.getHost());
    assertThat(
            SigV4.expected(
                MODEL.getRawPath(), name -> header(sent, name), new byte[] {1}, authorization, KEY))
        .isEqualTo(authorization);
  }

  @Test
  void signsEachBodyApart() {
    assertThat(signed(Optional.empty(), new byte[] {1}).get("authorization"))
        .isNotEqualTo(signed(Optional.empty(), new byte[] {2}).get("authorization"));
  }

  @Test
  void neverShowsASecret() {
    Secret.Aws secret =
        new Secret.Aws(new ApiKey(ID), new ApiKey(KEY), Optional.of(new ApiKey("token")));
    Signer signer = new AwsSigner(secret, "eu-central-1", "bedrock", CLOCK);

    assertThat(secret.toString() + signer + new Signer.Signing.Signed(Map.of("a", KEY)))
        .doesNotContain(KEY)
        .doesNotContain(ID)
        .doesNotContain("token]");
  }

  private static String header(Map<String, String> headers, String name) {
    return headers.getOrDefault(name, "");
  }

  private static Map<String, String> signed(Optional<ApiKey> token, byte[] body) {
    return signed(
        token, Map.of("content-type", "application/json", "accept", "application/json"), body);
  }

  private static Map<String, String> signed(
      Optional<ApiKey> token, Map<String, String> own, byte[] body) {
    Signer.Signing signing =
        new AwsSigner(
                new Secret.Aws(new ApiKey(ID), new ApiKey(KEY), token),
                "eu-central-1",
                "bedrock",
                CLOCK)
            .sign(new ProviderRequest(MODEL, own, body));
    return ((Signer.Signing.Signed) signing).headers();
  }
}
