package dev.strowger.dialects.wire;

import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.dialects.answer.AnswerFilter.Kind;
import dev.strowger.dialects.answer.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer behind a filter. */
final class FilteredAnswer {
  private final AnswerFilter filter;
  private boolean stopped;

  private FilteredAnswer(AnswerFilter filter) {
    this.filter = filter;
  }

  static Answer of(AnswerFilter filter, Answer answer) {
    return filter.active()
        ? new Answer(
            answer.choices().stream()
                .map(choice -> new FilteredAnswer(filter).choice(choice))
                .toList(),
            answer.usage())
        : answer;
  }

  private Choice choice(Choice choice) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : choice.blocks()) {
      blocks.add(block(block));
      if (stopped) {
        break;
      }
    }
    return new Choice(
        blocks,
        stopped ? FinishReason.CONTENT_FILTER : choice.finish(),
        filter.hidesTokens() ? Optional.empty() : choice.logprobs());
  }

  private Block block(Block block) {
    return switch (block) {
      case Block.Text(String text) -> new Block.Text(passed(Kind.TEXT, text));
      case Block.Refusal(String text) -> new Block.Refusal(passed(Kind.REFUSAL, text));
      case Block.Thought(String text, String signature) ->
          new Block.Thought(passed(Kind.THOUGHT, text), signature);
      case Block.RedactedThought thought -> thought;
      case Block.Call(String id, String name, String arguments, String signature) ->
          new Block.Call(id, name, passed(Kind.ARGUMENTS, arguments), signature);
    };
  }

  private String passed(Kind kind, String text) {
    AnswerFilter.Pieces pieces = filter.pieces(kind, "");
    String passed = pieces.add(text) + pieces.end();
    stopped |= pieces.stopped();
    return passed;
  }
}
