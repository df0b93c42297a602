package dev.strowger.console;

import dev.strowger.console.replay.DecisionLog;
import dev.strowger.console.shadow.AnswerLog;
import dev.strowger.console.shadow.PastReport;
import dev.strowger.console.shadow.PastTraffic;
import dev.strowger.policy.Policy;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Shadows: how they do, what they said, and past traffic for them. */
final class ShadowEndpoints {
  private static final long COPIES = 1_000;
  private static final long MAX_COPIES = 1_000_000;

  /** What a topic with bodies takes beyond the body. */
  private static final int ENVELOPE_BYTES = 1 << 20;

  private final Parts parts;
  private final Jobs<PastReport> jobs;
  private final KafkaAccess kafka;
  private final ShadowView.Reading reading;
  private final Clock clock;
  private final AnswerLog answers;

  /** What it asks. */
  record Parts(Bundles bundles, PolicyLog policies, DecisionLog decisions, SqlRunner sql) {}

  ShadowEndpoints(
      Parts parts,
      Jobs<PastReport> jobs,
      KafkaAccess kafka,
      ShadowView.Reading reading,
      Clock clock) {
    this.parts = parts;
    this.jobs = jobs;
    this.kafka = kafka;
    this.reading = reading;
    this.clock = clock;
    this.answers = new AnswerLog(kafka);
  }

  JobEndpoints<PastReport> running() {
    return new JobEndpoints<>(jobs, "runs");
  }

  Reply list(Call call) {
    return Reply.ok(Map.of("shadows", ShadowFigures.of(parts.sql(), ShadowFigures.days(call))));
  }

  Reply show(Call call) {
    String id = SqlEndpoints.requestId(call);
    try {
      Optional<DecisionLog.Story> story = parts.decisions().story(id, clock.instant());
      if (story.isEmpty()) {
        throw Refusal.notFound("the log has no decision about request " + id);
      }
      return Reply.ok(
          ShadowView.of(
              story.get(),
              answers.kept(id, story.get().decision().getAt()),
              answers.results(id, story.get().decision().getAt()),
              reading));
    } catch (IOException | KafkaException e) {
      throw DecisionEndpoints.unavailable(e);
    }
  }

  /** Gives requests of some time to shadows. */
  Reply start(Call call) {
    JobEndpoints.Window window = JobEndpoints.Window.of(call, clock);
    Policy policy = parts.bundles().tried(call);
    PastTraffic.Terms terms =
        new PastTraffic.Terms(
            window.from(),
            window.to(),
            call.number("limit", COPIES, 1, MAX_COPIES),
            call.optionalText("shadow").orElse(""),
            reading.maxBodyBytes() + ENVELOPE_BYTES);
    PastTraffic.Question question =
        new PastTraffic.Question(policy, new LookedAt(policy, parts.policies()::version));
    return new Reply(202, jobs.start(new PastTraffic(kafka, terms, question, clock)).view());
  }
}
