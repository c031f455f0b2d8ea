package io.sallyport.cli.check;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** How many cells of a terminal a character takes, so that what is under it stands under it. */
final class DisplayWidth {

    private static final Set<UnicodeScript> WIDE = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI);

    private DisplayWidth() {}

    /** 0 for marks that combine, 2 for what East Asian fonts and emoji draw wide, 1 for the rest. */
    static int of(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    private static boolean isWide(int point) {
        if (point < 0x1100) {
            return false;
        }
        boolean halfWidth = point >= 0xff61 && point <= 0xffdc;
        boolean fullWidth = (point >= 0xff01 && point <= 0xff60) || (point >= 0xffe0 && point <= 0xffe6);
        boolean punctuation = point >= 0x3000 && point <= 0x303e;
        return fullWidth
                || punctuation
                || Character.isEmojiPresentation(point)
                || (!halfWidth && WIDE.contains(UnicodeScript.of(point)));
    }
}
