package dev.strowger.simulator.answer;

import java.util.SplittableRandom;

/** The words made-up answers consist of. */
final class Words {
  private static final String[] WORDS =
      ("switch line exchange operator caller selector wiper bank relay contact pulse dial tone"
              + " trunk route signal answer carries connects waits steps turns finds holds returns"
              + " releases quietly again once twice never often between above along through each"
              + " every first second quick steady patient bright copper brass rotary vertical idle"
              + " busy open distant local number finger wheel spring magnet ratchet pawl lever arm"
              + " circuit voice copper-wire switchboard subscriber town city night morning message"
              + " record ledger count measure balance path plan choice step reply")
          .split(" ");

  private Words() {}

  static String next(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
