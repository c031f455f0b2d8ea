package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "shop, shop, 0",
        "shop, shpo, 1",
        "shop, shp, 1",
        "shop, shoop, 1",
        "shop, shot, 1",
        "shop, hsop, 1",
        "shop, hspo, 2",
        "shop, pohs, 3",
        "'', abc, 3",
    })
    void insertions_deletions_replacements_and_swaps_count_one_each(String one, String other, int edits) {
        assertThat(EditDistance.bounded(one, other, 5)).isEqualTo(edits);
        assertThat(EditDistance.bounded(other, one, 5)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, uvwxyz", "a, abcdef", "abcdef, a"})
    void what_is_farther_than_the_bound_is_the_bound(String one, String other) {
        assertThat(EditDistance.bounded(one, other, 3)).isEqualTo(3);
    }

    @Test
    void the_short_cuts_change_no_distance() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String one = word(random);
            String other = word(random);

            assertThat(EditDistance.bounded(one, other, 4))
                    .as("%s, %s", one, other)
                    .isEqualTo(Math.min(4, plainly(one, other)));
        }
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(9), 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The definition, without any short cut. */
    private static int plainly(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int edits = Math.min(table[i - 1][j - 1] + same, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                table[i][j] = swapped ? Math.min(edits, table[i - 2][j - 2] + 1) : edits;
            }
        }
        return table[one.length()][other.length()];
    }
}
