package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

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
}
