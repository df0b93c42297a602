package dev.strowger.guardrails;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** What attempts to override instructions say; of texts in lower case with single blanks. */
final class Phrases {
  static final List<Phrase> ALL = new Catalogue().phrases();

  /** Words of those who ask about attempts, or report them. */
  static final Pattern ABOUT =
      Pattern.compile(
          "prompt injection|jailbreak(s|ing)? (attempt|attack|work|technique|paper)|what does .{0,40}"
              + " mean|explain (why|how|what)|classif(y|ier)|detect|red.?team(ing)? (report|policy)"
              + "|for example|such as|e\\.g\\.|the phrase|translate (this|the|the following)"
              + " (sentence|phrase|text|line)|übersetze|quote|erklär|explique|örneğin|çevir"
              + "|security (training|course|awareness)|unit test|regex|write a (story|novel|poem)");

  static final int ABOUT_WEIGHT = 35;

  private Phrases() {}

  /** The strongest phrase of each counts. */
  enum Family {
    /** What was said before is not to hold. */
    OVERRIDE,
    /** The model is to be somebody without rules. */
    ROLE,
    /** The instructions are to be told. */
    EXTRACT,
    /** Marks of turns, as only the application sets them. */
    SPOOF,
    /** What was read is to be sent somewhere, or kept from the user. */
    SMUGGLE
  }

  /**
   * @param weight of 100
   */
  record Phrase(Family family, int weight, Pattern pattern) {}

  private static final class Catalogue {
    private static final String RULES =
        "(instructions?|rules?|prompts?|guidelines?|directions?|directives?|commands?"
            + "|constraints?|restrictions?|polic(y|ies)|programming|training|context|guardrails?"
            + "|safety (measures|settings|rules))";

    private final List<Phrase> phrases = new ArrayList<>();

    List<Phrase> phrases() {
      overrides();
      otherLanguages();
      roles();
      extraction();
      spoofing();
      return List.copyOf(phrases);
    }

    private void add(Family family, int weight, String regex) {
      phrases.add(new Phrase(family, weight, Pattern.compile(regex)));
    }

    private void overrides() {
      String drop =
          "(ignore|disregard|forget|override|bypass|discard|neglect|skip|drop|stop following"
              + "|do not follow|don'?t follow|no longer follow|pay no attention to)";
      add(
          Family.OVERRIDE,
          70,
          "\\b"
              + drop
              + " (about )?((all|any|every|everything|each) )?(of )?((the|your|my|these|those|its) )?"
              + "((previous|prior|above|earlier|preceding|former|foregoing|existing|original|initial"
              + "|system|safety|old|current)(ly)? ?(and |or )?){1,3}([a-z]+ )?"
              + RULES);
      add(
          Family.OVERRIDE,
          65,
          "\\b"
              + drop
              + " (all|any|every) (of )?(the |your |my |these |those )?([a-z]+ )?"
              + RULES);
      add(Family.OVERRIDE, 45, "\\b" + drop + " (your|these|those) ([a-z]+ )?" + RULES);
      add(
          Family.OVERRIDE,
          65,
          "\\b"
              + drop
              + " (everything|all|anything)( that)?( (you|i|we|was|were|they))?( have| has|'ve)?( been)?"
              + " ?(said|told|instructed|written|stated|given|above|before|learned|taught)");
      add(
          Family.OVERRIDE,
          60,
          "(new|updated|real|actual|true) (system )?(instructions?|directives?|orders?|task)( are| is"
              + "|:| follow)|your (new|real|actual|true|only) (task|instructions?|goal|purpose|job) (is|are)");
      add(
          Family.OVERRIDE,
          40,
          "(instead|from now on|henceforth|starting now),? (you (will|must|shall|are)|only|always|do"
              + " (exactly )?(as|what) i)");
    }

    private void otherLanguages() {
      add(
          Family.OVERRIDE,
          70,
          "(ignorier|vergiss|vergesse|missacht|beachte nicht)\\pL* (bitte )?(jetzt )?(alle|deine|die|sämtliche|s[äa]mtliche)?"
              + " ?(deine |die )?(vorherig|bisherig|vorig|obig|früher|system|vorangegangen)\\pL* ?\\pL*");
      add(
          Family.OVERRIDE,
          70,
          "(ignore[zr]?|oublie[zr]?|ne tiens pas compte de|ne tenez pas compte de)s? (toutes )?(les|tes|vos|des)"
              + " (instructions|consignes|règles|directives)");
      add(
          Family.OVERRIDE,
          70,
          "(ignora|ignore|olvida|olvide|descarta|desobedece)\\pL* (todas )?(las|tus|sus|mis)?"
              + " ?(instrucciones|reglas|indicaciones|órdenes|directrices)");
      add(
          Family.OVERRIDE,
          70,
          "(ignora|dimentica|trascura)\\pL* (tutte )?(le|tue)?( tue)? ?(istruzioni|regole|indicazioni)");
      add(
          Family.OVERRIDE,
          70,
          "(ignor|esque[cç]|desconsider)\\pL* (todas )?(as|suas|tuas)?( suas)? ?(instruções|instrucoes|regras|orientações)");
      add(
          Family.OVERRIDE,
          70,
          "(önceki|yukarıdaki|tüm|bütün|sistem|verilen) ?\\pL* ?(talimat|kural|komut|yönerge|emir)\\pL* ?\\pL*"
              + " ?(unut|yok say|yoksay|görmezden gel|dikkate alma|boş ?ver|geçersiz|dinleme|uyma)");
      add(
          Family.OVERRIDE,
          70,
          "(игнорируй|проигнорируй|забудь|не обращай внимания на|отмени|не следуй)\\pL* \\pL* ?\\pL*"
              + " ?(инструкци|указани|правил|команд)");
      add(Family.OVERRIDE, 70, "(忽略|无视|忘记|忘掉|不要理会|無視|忽視|不要遵守).{0,12}(指令|指示|规则|提示|说明|要求|規則|命令)");
      add(
          Family.OVERRIDE,
          70,
          "(指示|命令|ルール|指令|プロンプト|規則).{0,6}(無視|忘れ|従わない|破棄)|(지시|명령|규칙|프롬프트).{0,6}(무시|잊)");
      add(Family.OVERRIDE, 70, "(تجاهل|انس|تجاوز).{0,20}(التعليمات|الأوامر|القواعد|تعليماتك)");
      add(
          Family.EXTRACT,
          60,
          "(zeig|verrat|nenn|gib|wiederhol)\\pL* (mir )?(bitte )?(deine?n?|den) (genauen? )?(system-?prompt"
              + "|systemanweisung\\pL*|system-?anweisung\\pL*|versteckten anweisungen)"
              + "|(montre|révèle|affiche|répète|donne)\\pL*(-moi)? (ton|votre|le|tes|vos) (prompt"
              + " (système|initial)|instructions (système|initiales|cachées))"
              + "|(muestra|revela|repite|dime)\\pL* (tu|el|tus|las) (prompt (del|de) sistema|prompt inicial|instrucciones"
              + " (del sistema|iniciales|ocultas))"
              + "|sistem (istem|prompt|talimat|komut)\\pL* ?\\pL* (göster|yaz|paylaş|söyle|açıkla|tekrarla)"
              + "|(покажи|раскрой|выведи|повтори)\\pL* (мне )?(свой |свои |твой )?(системн\\pL*) (промпт|инструкци|запрос)"
              + "|(显示|告诉我|输出|重复|泄露|透露).{0,10}(系统提示|系统指令|系统提示词|初始指令)");
    }

    private void roles() {
      add(
          Family.ROLE,
          70,
          "\\b(do anything now|dan mode|developer mode (enabled|is on|activated|on)|jailbr(eak|oken) mode"
              + "|god ?mode|(act|behave|respond|pretend|answer|roleplay)[a-z ,]{0,30}\\b(unrestricted|unfiltered"
              + "|uncensored|jailbroken|evil|amoral)|you are (now )?(dan|stan|dude|aim|unrestricted|unfiltered"
              + "|uncensored|jailbroken|freed)\\b)");
      add(
          Family.ROLE,
          65,
          "(without|no|free (of|from)|not bound by|no longer bound by|ignoring|have no|has no|bypass(es|ing)?"
              + "|remove|disable|turn off)"
              + "( any| all| your| the| its)* (ethical |moral |content |safety |openai'?s? |usual |legal )*"
              + "(restrictions|limitations|filters?|guidelines|guardrails|censorship|constraints|safety"
              + " (rules|filters?|checks))[a-z ,]{0,40}(you|your|answer|respond|ai|assistant|any|always|mode|now|model)");
      add(
          Family.ROLE,
          40,
          "(you are no longer|you are not) (an? )?(ai|assistant|chatbot|language model|chatgpt|claude)"
              + "|from now on,? you (are|will be|act)|you are now (going|in|an? (?:ai|bot|model|system))"
              + "|pretend (that )?(you are|to be|you have)|stay in character");
      add(
          Family.ROLE,
          50,
          "(i am|i'm|this is|as) (your|the) (developer|creator|admin(istrator)?|system administrator|owner"
              + "|programmer)[a-z ,]{0,60}(authoriz|override|permission|access|debug|maintenance|must|grant|unlock)"
              + "|(admin|debug|maintenance|sudo|root|developer) (mode|override|access)[: ,]*(on|enabled|granted|activated"
              + "|authorized|code|=)|sudo (ignore|show|print|reveal|override)");
    }

    private void extraction() {
      String tell =
          "(reveal|show|print|repeat|output|display|tell me|give me|leak|disclose|dump|write out|expose"
              + "|recite|share|list|copy|return|echo|paste|what (is|are|was|were)|summari[sz]e|translate|encode)";
      add(
          Family.EXTRACT,
          65,
          "\\b"
              + tell
              + " (me |us |out |back )?(to me )?(all (of )?)?(the |your |its )?(full |entire |exact |complete"
              + " |original |initial |hidden |secret |whole |verbatim |own |above )*"
              + "(system prompt|system message|system instructions?|initial prompt|initial instructions?"
              + "|hidden (prompt|instructions?|rules)|secret (prompt|instructions?)|pre-?prompt|developer message"
              + "|original instructions|your (prompt|instructions|rules|guidelines|configuration)\\b)");
      add(
          Family.EXTRACT,
          65,
          "(repeat|print|output|copy|recite|echo|translate) (all |everything |the |every )*(words?|text|lines?"
              + "|content|everything|instructions|messages?|sentences?)? ?(that (is|are|was|were|come|comes|came)"
              + " )?(above|before this|preceding this|prior to this|you were (given|told))");
      add(
          Family.EXTRACT,
          65,
          "(verbatim|word for word|character by character|in a code ?block)[a-z ,]{0,40}(instructions|prompt|rules)"
              + "|(instructions|system prompt)[a-z ,]{0,40}(verbatim|word for word|in a code ?block)"
              + "|(start|starting|begin|beginning) with [\"'“]?you are|what (were|are) you (told|instructed)");
    }

    private void spoofing() {
      add(
          Family.SPOOF,
          75,
          "<\\|?(im_start|im_end|im_sep|endoftext|system|start_header_id|end_header_id|eot_id|begin_of_text"
              + "|assistant|endofprompt)\\|>|\\[/?inst\\]|<</?sys>>|<start_of_turn>|<end_of_turn>|\\[/?system_prompt\\]");
      add(
          Family.SPOOF,
          65,
          "(^|[ \"'`\\]>-])(###|---|===|\\*\\*|\\[|<|\\{\\{)+ ?/?(system|admin|developer|new instructions?|end of"
              + " (user )?(input|prompt|document|context|data))( message| prompt| note| override| instructions?)?"
              + " ?(:|\\]|>|###|---|===|\\*\\*|\\}\\})+ ?[a-z\\pL<]");
      add(
          Family.SPOOF,
          45,
          "(^|[.\"'\\]>] )(system|assistant|developer) ?(message|override|note|prompt|update)? ?: ?(you|ignore"
              + "|the user|new|override|all|from now|do |sure|disregard)");
      add(
          Family.SMUGGLE,
          65,
          "(attention|note|message|instructions?|important)( to| for)?:? (the |any |all |every )?(ai|llm|language"
              + " model|assistant|chatbot|bot|model|agent|gpt|summari[sz]er|reader|crawler)s?( assistants?| models?| agents?"
              + "| reading this| processing this| that read this)*[:,.]");
      add(
          Family.SMUGGLE,
          65,
          "(if you are|when you are|as) an? (ai|llm|language model|assistant|agent|chatbot)[a-z ]{0,40}(reading"
              + "|processing|summari[sz]ing|evaluating|reviewing|,? you must|,? please (recommend|say|rate|send|include))"
              + "|(do not|don'?t|never) (tell|inform|mention (this|it) to|reveal (this|it) to|alert|notify) the user");
      add(
          Family.SMUGGLE,
          65,
          "(send|post|forward|email|upload|exfiltrate|append|transmit|leak)[a-z ,]{0,40}(conversation|chat history|api"
              + " keys?|credentials|passwords?|secrets?|user'?s? (data|messages)|system prompt|context"
              + " window|all (the )?(emails|files|contacts))[a-z ,]{0,40}(to|at|into|as|via) ?(https?:|[a-z0-9.]+@|the"
              + " (url|following|address)|this (url|address)|http|attacker|a query|an image)");
    }
  }
}
