package dev.strowger.dialects.openai;

import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.fault.ErrorBody;
import java.util.Optional;

/** A whole completion: passed through with the few changes of {@link OpenAiBody}. */
final class OpenAiResponse {
  private OpenAiResponse() {}

  static Decoding decode(Response response, Call call, Provider provider) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Decoding.Failed(OpenAiErrors.fault(response));
    }
    byte[] bytes = response.body();
    Optional<OpenAiBody> read = OpenAiBody.read(call, provider, false, bytes, 0, bytes.length);
    if (read.isPresent() && read.get().failed()) {
      return new Decoding.Failed(
          OpenAiErrors.fault(
              read.get().error(bytes, 0, bytes.length), response, read.get().choices()));
    }
    if (read.isEmpty() || !read.get().choices().any()) {
      return new Decoding.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), bytes));
    }
    OpenAiBody body = read.get();
    if (!body.choices().complete()) {
      return new Decoding.Failed(
          Fault.of(FailureKind.PROVIDER_ERROR, "the answer has no finish reason"));
    }
    return new Decoding.Answered(
        body.json().toBytes(),
        body.choices().finishReason(),
        body.usage().map(OpenAiUsage::tokens).orElse(TokenUsage.NONE));
  }
}
