package dev.strowger.allinone;

import java.nio.file.Path;
import java.util.Set;

/**
 * What someone who just started the system needs to know.
 *
 * @param apps base URL of the apps' door, with /v1
 * @param console base URL of the operators' door
 * @param demoKey a client key
 * @param data where the state is
 * @param simulated providers the simulator stands in for
 */
record Banner(String apps, String console, String demoKey, Path data, Set<String> simulated) {
  private static final String INDENT = " ".repeat(14);
  private static final int NAMES_COLUMNS = 80;

  String text() {
    return """

        Strowger is up.

          Endpoint    %1$s
          Demo key    %2$s   (also in %4$s/demo.key)
          Console     %3$s   (token in %4$s/admin.token)
          SQL         bin/strowger sql latency-by-model   (bin/strowger sql --list)
        %5$s
        curl:
          curl %1$s/chat/completions -H 'Authorization: Bearer %2$s' \\
            -H 'Content-Type: application/json' \\
            -d '{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello"}]}'

        Python (pip install openai):
          from openai import OpenAI
          client = OpenAI(base_url="%1$s", api_key="%2$s")
          print(client.chat.completions.create(model="gpt-4o-mini",
              messages=[{"role": "user", "content": "Hello"}]).choices[0].message.content)

        JavaScript (npm install openai):
          import OpenAI from 'openai';
          const client = new OpenAI({ baseURL: '%1$s', apiKey: '%2$s' });
          const answer = await client.chat.completions.create({ model: 'gpt-4o-mini',
            messages: [{ role: 'user', content: 'Hello' }] });
          console.log(answer.choices[0].message.content);
        """
        .formatted(apps, demoKey, console, data, simulation());
  }

  private String simulation() {
    return simulated.isEmpty()
        ? ""
        : """

          SIMULATED   %s
                      No key or address is set for these, so a simulator answers; its answers carry
                      x-strowger-simulated: true. Set the variables that providers.yaml names, e.g.
                      OPENAI_API_KEY, for the real ones.
        """
            .formatted(names());
  }

  /** With commas between, in lines that stand below each other. */
  private String names() {
    StringBuilder all = new StringBuilder();
    int column = 0;
    for (String name : simulated.stream().sorted().toList()) {
      if (column > 0) {
        all.append(column + name.length() > NAMES_COLUMNS ? ",\n" + INDENT : ", ");
        column = column + name.length() > NAMES_COLUMNS ? 0 : column + 2;
      }
      all.append(name);
      column += name.length();
    }
    return all.toString();
  }
}
