package dev.strowger.dialects;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of providers.yaml: a provider as data.
 *
 * @param name as routes name it; also the name of its pool
 * @param dialect the family it speaks
 * @param baseUrl what the dialect's paths are added to, e.g. {@code https://api.openai.com/v1}
 * @param baseUrlEnv an environment variable that overrides the base URL where it is set
 * @param authentication how its key travels
 * @param headers sent with every call
 * @param quirks where it differs from its family
 * @param traits what it can and cannot do, and where
 */
public record Provider(
    String name,
    Dialects.Family dialect,
    URI baseUrl,
    Optional<String> baseUrlEnv,
    Authentication authentication,
    Map<String, String> headers,
    Set<Quirk> quirks,
    Traits traits) {
  public Provider {
    headers = Map.copyOf(headers);
    quirks = Set.copyOf(quirks);
  }

  /** How a provider's key travels. */
  public sealed interface Authentication {
    /** No key at all, e.g. a local server. */
    record None() implements Authentication {}

    /**
     * The key in a header.
     *
     * @param header e.g. {@code authorization}
     * @param prefix before the key, e.g. {@code "Bearer "}; may be empty
     * @param keyEnv the environment variable that holds the key
     */
    record Header(String header, String prefix, String keyEnv) implements Authentication {}

    /**
     * A signature over each request (AWS Signature Version 4) with the access key of the usual
     * variables: {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code
     * AWS_SESSION_TOKEN}.
     *
     * @param region e.g. {@code eu-central-1}
     * @param service e.g. {@code bedrock}
     */
    record Aws(String region, String service) implements Authentication {}

    /**
     * An access token of a Google service account, renewed before it expires.
     *
     * @param credentialsEnv the environment variable with the path of the credentials file, usually
     *     {@code GOOGLE_APPLICATION_CREDENTIALS}
     */
    record Google(String credentialsEnv) implements Authentication {}
  }

  /**
   * What a provider can and cannot do, and where.
   *
   * @param capabilities what some of its models can; empty if nobody has said
   * @param unsupported parameters of OpenAI's chat API that it does not take
   * @param jurisdictions where it can be hosted, e.g. {@code EU}, {@code US}
   * @param options of its dialect, e.g. {@code api_version} for Azure
   */
  public record Traits(
      Set<Capability> capabilities,
      Set<String> unsupported,
      Set<String> jurisdictions,
      Map<String, String> options) {
    public static final Traits NONE = new Traits(Set.of(), Set.of(), Set.of(), Map.of());

    public Traits {
      capabilities = Set.copyOf(capabilities);
      unsupported = Set.copyOf(unsupported);
      jurisdictions = Set.copyOf(jurisdictions);
      options = Map.copyOf(options);
    }
  }

  /** What a model may be able to do. */
  public enum Capability {
    STREAM,
    TOOLS,
    JSON_OBJECT,
    JSON_SCHEMA,
    VISION,
    AUDIO,
    FILES,
    REASONING,
    PROMPT_CACHING,
    LOGPROBS,
    COMPLETIONS,
    EMBEDDINGS,
    TOKEN_COUNT
  }

  /**
   * Where a provider differs from its family. Those of the OpenAI family; what can be told from a
   * response needs no quirk.
   */
  public enum Quirk {
    /** Wants {@code max_tokens}, does not know {@code max_completion_tokens}. */
    MAX_TOKENS,
    /** Does not know {@code stream_options}; usage comes, if at all, unasked. */
    NO_STREAM_OPTIONS,
    /** Calls {@code tool_choice: required} by the name {@code any}. */
    TOOL_CHOICE_ANY,
    /** Knows no role {@code developer}: it is sent as {@code system}. */
    SYSTEM_ROLE,
    /**
     * Takes {@code cache_control} in messages and tools; others get none, and the client is told.
     */
    CACHE_MARKS,
    /**
     * Wants a model's {@code reasoning_content} back in the conversation; others get no thoughts,
     * and the client is told.
     */
    THOUGHTS_BACK,
    /**
     * Takes {@code extra_content} in messages and tool calls, e.g. Gemini's thought signatures;
     * others get none.
     */
    EXTRA_CONTENT,
    /**
     * Goes on with an assistant's message that stands last if {@code continue_final_message} says
     * so and {@code add_generation_prompt} says no.
     */
    CONTINUE_FINAL_MESSAGE,
    /** Goes on with an assistant's message that stands last and has {@code partial: true}. */
    PARTIAL_MESSAGE,
    /** Goes on with an assistant's message that stands last and has {@code prefix: true}. */
    PREFIX_MESSAGE,
    /** Takes {@code top_k}, which OpenAI does not have. */
    TOP_K,
    /**
     * Counts reasoning tokens beside {@code completion_tokens}, not in them, and gives no total.
     */
    REASONING_APART,
    /**
     * Gets a JSON schema as {@code json_object} with the schema in the instructions, although it
     * knows tools: its models cannot be forced to call one.
     */
    SCHEMA_AS_OBJECT
  }

  /** An option of its dialect. */
  public Optional<String> option(String key) {
    return Optional.ofNullable(traits.options().get(key));
  }

  /** The environment variable of the key, if it needs one. */
  public Optional<String> keyEnv() {
    return switch (authentication) {
      case Authentication.None() -> Optional.empty();
      case Authentication.Header(var header, var prefix, var keyEnv) -> Optional.of(keyEnv);
      case Authentication.Aws aws -> Optional.of("AWS_ACCESS_KEY_ID");
      case Authentication.Google(var credentialsEnv) -> Optional.of(credentialsEnv);
    };
  }

  /** A path under the base URL, in front of the base URL's query if it has one. */
  public URI resolve(String path) {
    String base = baseUrl.toString();
    int query = base.indexOf('?');
    return URI.create(
        query < 0 ? base + path : base.substring(0, query) + path + base.substring(query));
  }

  /** The same provider at another place, e.g. a simulator. */
  public Provider at(URI otherBaseUrl) {
    return new Provider(
        name, dialect, otherBaseUrl, baseUrlEnv, authentication, headers, quirks, traits);
  }
}
