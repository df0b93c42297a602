package dev.strowger.worker;

import dev.strowger.dialects.ProviderRequest;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * AWS Signature Version 4, made by AWS's own library over the host, the path as it is sent, the
 * query, the content type, Amazon's own headers and the body. Other headers may be changed on the
 * way and are not signed.
 */
final class AwsSigner implements Signer {
  private static final String CONTENT_TYPE = "content-type";

  /** Such headers of a provider's entry are refused unless they are signed. */
  private static final String AMAZONS = "x-amz-";

  /** The transport sets it, from the same address. */
  private static final String HOST = "host";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity identity;
  private final String region;
  private final String service;
  private final Clock clock;

  AwsSigner(Secret.Aws secret, String region, String service, Clock clock) {
    String id = secret.accessKeyId().secret();
    String key = secret.secretAccessKey().secret();
    this.identity =
        secret
            .sessionToken()
            .<AwsCredentialsIdentity>map(
                token -> AwsSessionCredentialsIdentity.create(id, key, token.secret()))
            .orElseGet(() -> AwsCredentialsIdentity.create(id, key));
    this.region = region;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Signing sign(ProviderRequest request) {
    SignedRequest signed =
        signer.sign(
            r ->
                r.identity(identity)
                    .request(unsigned(request))
                    .payload(ContentStreamProvider.fromByteArrayUnsafe(request.body()))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : signed.request().headers().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals(HOST)) {
        headers.put(name, String.join(",", header.getValue()));
      }
    }
    return new Signing.Signed(headers);
  }

  private static boolean isSigned(String name) {
    return name.equals(CONTENT_TYPE) || name.startsWith(AMAZONS);
  }

  private static SdkHttpRequest unsigned(ProviderRequest request) {
    URI uri = request.uri();
    SdkHttpRequest.Builder builder = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (isSigned(name.toLowerCase(Locale.ROOT))) {
                builder.putHeader(name, value);
              }
            });
    return builder.build();
  }
}
