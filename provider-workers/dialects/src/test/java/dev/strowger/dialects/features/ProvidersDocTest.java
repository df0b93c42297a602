package dev.strowger.dialects.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document about providers is what the code does. */
class ProvidersDocTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path DOCUMENT = ROOT.resolve("docs/providers.md");
  private static final Path CATALOGUE = ROOT.resolve("compose/config/providers/catalogue.yaml");
  private static final String MARK = "<!-- What follows is written by ProvidersDocTest. -->\n";

  @Test
  void theDocumentIsWhatTheCodeDoes() throws IOException {
    String document = Files.readString(DOCUMENT);
    String head = document.substring(0, document.indexOf(MARK) + MARK.length());
    String fresh = head + "\n" + FeatureTable.markdown(catalogue().values());
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(DOCUMENT, fresh);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(fresh);
  }

  @Test
  void everyProviderTakesChatWholeAndStreamed() throws IOException {
    for (Provider provider : catalogue().values()) {
      for (Feature feature : Feature.ALL.subList(0, 2)) {
        assertThat(Support.of(feature, provider))
            .as("%s of %s", feature.name(), provider.name())
            .isEqualTo(new Support.Full());
      }
    }
  }

  private static Map<String, Provider> catalogue() throws IOException {
    return switch (ProviderCatalogue.read("catalogue.yaml", Files.readString(CATALOGUE))) {
      case ProviderCatalogue.Reading.Accepted(var providers) -> providers;
      case ProviderCatalogue.Reading.Rejected(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }
}
