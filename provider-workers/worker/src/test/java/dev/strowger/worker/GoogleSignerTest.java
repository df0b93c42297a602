package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.ProviderRequest;
import java.net.URI;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GoogleSignerTest {
  private static final ProviderRequest REQUEST =
      new ProviderRequest(URI.create("http://127.0.0.1:1/"), Map.of(), new byte[0]);

  @Test
  void asksWithASignedAssertionForTheCloudPlatform() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint(TokenEndpoint.Reply.token("ya29.one", 3600));
        Signer signer = start(endpoint)) {
      assertThat(signer.sign(REQUEST)).isEqualTo(bearer("ya29.one"));

      Map<String, String> form = endpoint.asked.getFirst();
      assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
      String[] jwt = String.valueOf(form.get("assertion")).split("\\.");
      assertThat(new String(Base64.getUrlDecoder().decode(jwt[1]), UTF_8))
          .contains("https://www.googleapis.com/auth/cloud-platform")
          .contains("gateway@p.iam.gserviceaccount.com");
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(endpoint.publicKey());
      signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));
      assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    }
  }

  @Test
  void renewsATokenBeforeItsEndWithoutACallThatWaitsOrFails() throws Exception {
    try (TokenEndpoint endpoint =
            new TokenEndpoint(
                TokenEndpoint.Reply.token("ya29.one", 4),
                TokenEndpoint.Reply.token("ya29.two", 3600));
        Signer signer = start(endpoint)) {
      assertThat(signer.sign(REQUEST)).isEqualTo(bearer("ya29.one"));

      AtomicBoolean failed = new AtomicBoolean();
      Log.await("the second token", () -> is(signer, "ya29.two", failed));

      assertThat(failed).isFalse();
      assertThat(endpoint.asked).hasSize(2);
    }
  }

  @Test
  void failsCallsWhileThereIsNoTokenAndRecovers() throws Exception {
    try (TokenEndpoint endpoint =
            new TokenEndpoint(
                new TokenEndpoint.Reply(
                    400,
                    "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}"),
                TokenEndpoint.Reply.token("ya29.later", 3600));
        Signer signer = start(endpoint)) {
      assertThat(signer.sign(REQUEST))
          .isInstanceOfSatisfying(
              Signer.Signing.Failed.class,
              refused -> {
                assertThat(refused.fault().kind()).isEqualTo(FailureKind.AUTHENTICATION);
                assertThat(refused.fault().message())
                    .contains("no access token of Google's")
                    .doesNotContain("PRIVATE KEY");
              });

      Log.await("a token", () -> is(signer, "ya29.later", new AtomicBoolean()));
    }
  }

  @Test
  void neverShowsAToken() throws Exception {
    try (TokenEndpoint endpoint = new TokenEndpoint(TokenEndpoint.Reply.token("ya29.one", 3600));
        Signer signer = start(endpoint)) {
      assertThat(
              signer.sign(REQUEST).toString() + signer + new Secret.Google(endpoint.credentials()))
          .doesNotContain("ya29")
          .doesNotContain("gateway@");
    }
  }

  private static Signer start(TokenEndpoint endpoint) throws Exception {
    return GoogleSigner.start("vertex", endpoint.credentials(), TimeSource.system());
  }

  private static Signer.Signing bearer(String token) {
    return new Signer.Signing.Signed(Map.of("authorization", "Bearer " + token));
  }

  private static boolean is(Signer signer, String token, AtomicBoolean failed) {
    try {
      Signer.Signing signing = signer.sign(REQUEST);
      if (signing instanceof Signer.Signing.Failed) {
        failed.set(true);
      }
      return signing.equals(bearer(token));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
