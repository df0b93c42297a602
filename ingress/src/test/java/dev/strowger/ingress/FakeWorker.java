package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.channel.Channel;
import dev.strowger.records.Answer;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.CancelRecord;
import dev.strowger.records.Failure;
import dev.strowger.records.Repeat;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stands for router and workers: takes requests from the log and answers as the test says. */
final class FakeWorker {
  /** A request and its headers in the log. */
  record Taken(RequestRecord request, ConsumerRecord<String, byte[]> record) {
    String header(String name) {
      return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
  }

  /** What a client is told that asks why. */
  static final String WHY = "route chat-mid-tier: weighted choice";

  private final KafkaAccess kafka;
  private final KafkaProducer<String, byte[]> producer;
  private final BlockingQueue<Taken> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<CancelRecord> cancellations = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient channel =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  private volatile boolean closed;

  FakeWorker(KafkaAccess kafka) {
    this.kafka = kafka;
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("max.request.size", 33 << 20);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    thread = Thread.ofPlatform().daemon().name("fake-worker").start(this::run);
  }

  Taken take() throws InterruptedException {
    Taken taken = requests.poll(DoorRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("no request came through the log");
    }
    return taken;
  }

  /** The cancellation of one request; others that come before it are passed over. */
  CancelRecord cancellation(String requestId) throws InterruptedException {
    while (true) {
      CancelRecord cancel = cancellations.poll(DoorRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (cancel == null) {
        throw new AssertionError("no cancellation came through the log");
      }
      if (cancel.getRequestId().equals(requestId)) {
        return cancel;
      }
    }
  }

  /** The requests that were cancelled up to this one, itself included. */
  List<String> cancelledUpTo(String requestId) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    while (!ids.contains(requestId)) {
      CancelRecord cancel = cancellations.poll(DoorRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (cancel == null) {
        throw new AssertionError("no cancellation came through the log");
      }
      ids.add(cancel.getRequestId());
    }
    return ids;
  }

  boolean idle() {
    return requests.isEmpty();
  }

  void answer(Taken taken, String json) throws Exception {
    Body body = Body.pack(json.getBytes(UTF_8));
    reply(taken, new Answer(body.encoding(), body.bytes()));
  }

  /** An answer whose bytes go to the log as they are. */
  void answer(Taken taken, byte[] bytes) throws Exception {
    reply(taken, new Answer(BodyEncoding.IDENTITY, ByteBuffer.wrap(bytes)));
  }

  void fail(Taken taken, Failure failure) throws Exception {
    reply(taken, failure);
  }

  /** As the router answers who asks again. */
  void repeat(Taken taken, Repeat repeat) throws Exception {
    reply(taken, repeat);
  }

  private void reply(Taken taken, Object result) throws Exception {
    String topic = taken.request().getReplyTo().getTopic();
    ReplyRecord reply =
        ReplyRecord.newBuilder()
            .setRequestId(taken.request().getRequestId())
            .setRoute("chat-mid-tier")
            .setProvider("openai")
            .setModel("gpt-4o-mini-2024")
            .setAttempts(2)
            .setSimulated(true)
            .setResult(result)
            .setExplanation(taken.request().getExplain() ? WHY : "")
            .build();
    byte[] bytes =
        kafka
            .serdes()
            .serializer(Topics.replies(taken.request().getReplyTo().getInstance()))
            .serialize(topic, reply);
    producer.send(new ProducerRecord<>(topic, reply.getRequestId(), bytes)).get();
  }

  /** Opens the direct channel; not sent before the first write. */
  HttpClientRequest stream(String url, String requestId, String token) throws Exception {
    HttpClientRequest request =
        get(
            channel.request(
                new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(url + Channel.PATH + requestId)));
    request
        .putHeader("authorization", "Bearer " + token)
        .putHeader(Channel.ROUTE, "chat-mid-tier")
        .putHeader(Channel.PROVIDER, "anthropic")
        .putHeader(Channel.MODEL, "claude-haiku-4-5")
        .putHeader(Channel.ATTEMPTS, "1")
        .setChunked(true);
    return request;
  }

  HttpClientRequest stream(Taken taken) throws Exception {
    return stream(
        taken.request().getReplyTo().getChannelUrl(),
        taken.request().getRequestId(),
        DoorRig.TOKEN);
  }

  /** What a worker is told of what the client has. */
  record Sent(int status, String body) {}

  Sent sent(Taken taken) throws Exception {
    return sent(taken, DoorRig.TOKEN);
  }

  Sent sent(Taken taken, String token) throws Exception {
    HttpClientRequest request =
        get(
            channel.request(
                new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(
                        taken.request().getReplyTo().getChannelUrl()
                            + Channel.PATH
                            + taken.request().getRequestId())));
    request.putHeader("authorization", "Bearer " + token);
    return get(
        request
            .send()
            .compose(
                response ->
                    response
                        .body()
                        .map(body -> new Sent(response.statusCode(), body.toString(UTF_8)))));
  }

  int sentStatus(Taken taken) {
    try {
      return sent(taken).status();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same, once the door knows that the stream broke. */
  Sent sentOnceBroken(Taken taken) throws Exception {
    DoorRig.await("the break", () -> sentStatus(taken) != 409);
    return sent(taken);
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void run() {
    var requestValues = kafka.serdes().deserializer(Topics.REQUESTS);
    var cancelValues = kafka.serdes().deserializer(Topics.CANCELLATIONS);
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(Topics.REQUESTS, Topics.CANCELLATIONS).stream()
              .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      while (!closed) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
          if (record.topic().equals(Topics.REQUESTS.name())) {
            requests.add(
                new Taken(requestValues.deserialize(record.topic(), record.value()), record));
          } else {
            cancellations.add(cancelValues.deserialize(record.topic(), record.value()));
          }
        }
      }
    }
  }

  void close() throws Exception {
    closed = true;
    thread.join();
    producer.close();
    get(channel.close());
    get(vertx.close());
  }
}
