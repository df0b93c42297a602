package dev.strowger.worker.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.review.GivenAnswer.Choice;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, but I can't help with that.",
        "I’m sorry, I cannot assist with this request.",
        "Sorry, I can't do that.",
        "I cannot provide instructions for that.",
        "I can't help you with that.",
        "I am unable to fulfill this request.",
        "Unfortunately, I am not able to answer this question.",
        "I won't help with that.",
        "**I'm sorry, but I cannot create that content.**",
        "I apologize, but I can't comply with this.",
        "As an AI language model, I cannot give opinions.",
        "Es tut mir leid, aber dabei kann ich nicht helfen.",
        "Tut mir leid, ich kann diese Frage nicht beantworten.",
        "Leider kann ich Ihnen dazu keine Auskunft geben.",
        "Ich kann dir dabei leider nicht helfen.",
        "Als KI-Modell habe ich keine Möglichkeit dazu.",
        "Je suis désolé, mais je ne peux pas vous aider avec cela.",
        "Désolée, je ne peux pas répondre à cette question.",
        "Je ne suis pas en mesure de fournir cette information.",
        "Lo siento, pero no puedo ayudar con eso.",
        "No puedo ayudarte con eso.",
        "Üzgünüm, bu konuda yardımcı olamam.",
        "Üzgünüm, bu isteği yerine getiremiyorum.",
        "Bu konuda size yardımcı olamam.",
        "عذرًا، لا أستطيع المساعدة في ذلك.",
        "آسف، لا يمكنني تقديم هذه المعلومات.",
        "لا أستطيع مساعدتك في هذا.",
        "Mi dispiace, ma non posso aiutarti.",
        "Desculpe, mas não posso ajudar com isso.",
        "Het spijt me, maar ik kan je daar niet mee helpen.",
        "Przepraszam, ale nie mogę w tym pomóc.",
        "Извините, но я не могу помочь с этим.",
        "抱歉，我无法提供帮助。",
        "申し訳ありませんが、お応えできません。",
      })
  void knowsHowRefusalsBegin(String text) {
    assertThat(Refusals.in(choice(text))).contains("it begins as a refusal does");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I'm sorry for your loss. Here is a letter you could send.",
        "I'm sorry, but the meeting was moved to Tuesday.",
        "I can't believe how well this went! Here is the summary.",
        "You cannot divide by zero.",
        "I can help with that.",
        "Sorry seems to be the hardest word was written by Elton John.",
        "No. A refusal would begin with: I'm sorry, but I can't help with that.",
        "Unfortunately, the package was lost in transit.",
        "Leider wurde das Paket verspätet zugestellt.",
        "Das kann ich gern erklären: zuerst …",
        "Ich kann dir dabei helfen.",
        "Désolé du retard, voici la réponse.",
        "Lo siento mucho por tu pérdida.",
        "Je peux vous aider.",
        "Üzgünüm, geç kaldım. İşte yanıt: 42.",
        "آسف على التأخير. إليك الجواب.",
        "抱歉让您久等了，答案是四。",
        "The assistant said it is unable to help.",
      })
  void takesNothingElseForOne(String text) {
    assertThat(Refusals.in(choice(text))).isEmpty();
  }

  @Test
  void aLongAnswerIsNoneWhateverItBeginsWith() {
    String text = "I'm sorry, but I can't help with that part. " + "What I can tell: … ".repeat(60);

    assertThat(Refusals.in(choice(text))).isEmpty();
  }

  @Test
  void whatTheApiSaysCountsFirst() {
    assertThat(Refusals.in(new Choice("", "No, I will not.", false, false, OptionalDouble.empty())))
        .contains("the model declined");
    assertThat(Refusals.in(new Choice("Once", "", false, true, OptionalDouble.empty())))
        .contains("a filter ended the answer");
  }

  private static Choice choice(String text) {
    return new Choice(text, "", false, false, OptionalDouble.empty());
  }
}
