package dev.strowger.dialects.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeftoversTest {
  private final Leftovers leftovers = new Leftovers();

  @Test
  void takesWhatIsSetAndNotRead() {
    leftovers.takeUnread(
        Events.json(
            "{\"read\":1,\"cheap\":true,\"off\":false,\"odd\":false,\"none\":null,\"empty\":[],"
                + "\"bare\":{}}"),
        Set.of("read"),
        Set.of("cheap", "off"));

    assertThat(leftovers.foreign()).containsExactly("odd");
    assertThat(leftovers.hints()).containsExactly("cheap");
  }

  @Test
  void aNameThatNoHeaderShouldHoldIsNotToldAsItIs() {
    leftovers.foreign("messages[2].audio");
    leftovers.foreign("x\r\nset-cookie: a");
    leftovers.foreign("x".repeat(65));
    leftovers.foreign("");

    assertThat(leftovers.foreign()).containsExactly("messages[2].audio", "unknown");
  }

  @Test
  void namesSoManyAndNoMore() {
    ObjectNode many = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 1_000; i++) {
      many.put("p" + i, i);
    }
    leftovers.takeUnread(many, Set.of(), Set.of());

    assertThat(leftovers.foreign()).hasSize(Leftovers.MAX_NAMED);
  }
}
