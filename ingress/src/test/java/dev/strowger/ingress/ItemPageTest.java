package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "desc,20,'',cba,false",
    "asc,20,'',abc,false",
    "asc,2,'',ab,true",
    "asc,2,b,c,false",
    "desc,1,c,b,true",
    "desc,1,a,'',false",
    "asc,9,x,'',false"
  })
  void givesAPageAndSaysWhetherThereIsMore(
      String order, String limit, String after, String ids, boolean more) throws Exception {
    ArrayNode items = (ArrayNode) JSON.readTree("[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]");

    ObjectNode list = ItemPage.of(order, limit, after).orElseThrow().of(items);

    assertThat(String.join("", list.path("data").findValuesAsText("id"))).isEqualTo(ids);
    assertThat(list.path("has_more").asBoolean()).isEqualTo(more);
    assertThat(ids).startsWith(list.path("first_id").asText());
    assertThat(ids).endsWith(list.path("last_id").asText());
  }

  @Test
  void takesNoOtherOrderAndNoLimitOutOfRange() {
    assertThat(ItemPage.of(ItemPage.DEFAULT_ORDER, ItemPage.DEFAULT_LIMIT, "")).isPresent();
    assertThat(ItemPage.of("newest", "20", "")).isEmpty();
    assertThat(ItemPage.of("asc", "0", "")).isEmpty();
    assertThat(ItemPage.of("asc", "101", "")).isEmpty();
    assertThat(ItemPage.of("asc", "x", "")).isEmpty();
  }
}
