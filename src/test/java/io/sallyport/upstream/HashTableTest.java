package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTableTest {

    private static final int KEYS = 20_000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shares_follow_the_weights(boolean maglev) {
        HashTable table = table(maglev, new int[] {1, 2, 1}, "a:80", "b:80", "c:80");

        int[] shares = new int[3];
        keys().forEach(key -> shares[endpoint(table, key)]++);

        Offset<Double> tolerance = within(maglev ? 0.02 : 0.1);
        assertThat((double) shares[0] / KEYS).isCloseTo(0.25, tolerance);
        assertThat((double) shares[1] / KEYS).isCloseTo(0.5, tolerance);
        assertThat((double) shares[2] / KEYS).isCloseTo(0.25, tolerance);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_an_endpoint_goes_the_keys_of_the_others_mostly_stay(boolean maglev) {
        HashTable before = table(maglev, new int[] {1, 1, 1, 1}, "a:80", "b:80", "c:80", "d:80");
        HashTable after = table(maglev, new int[] {1, 1, 1}, "a:80", "b:80", "c:80");

        long moved = keys().filter(key -> endpoint(before, key) < 3 && endpoint(before, key) != endpoint(after, key))
                .count();

        // On the ring those that stay get more places each, so that its size stays; Maglev's paper promises few.
        assertThat(moved).isLessThanOrEqualTo(maglev ? KEYS / 20 : KEYS / 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_is_the_same_whoever_makes_it(boolean maglev) {
        HashTable one = table(maglev, new int[] {1, 1}, "a:80", "b:80");
        HashTable other = table(maglev, new int[] {1, 1}, "a:80", "b:80");

        assertThat(keys().allMatch(key -> endpoint(one, key) == endpoint(other, key)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void positions_go_round(boolean maglev) {
        HashTable table = table(maglev, new int[] {1, 1}, "a:80", "b:80");

        assertThat(table.endpointAt(table.size())).isEqualTo(table.endpointAt(0));
        assertThat(table.position(-1)).isBetween(0, table.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_table_smaller_than_its_endpoints_is_still_one(int size) {
        String[] names = {"a:80", "b:80", "c:80", "d:80"};
        int[] weights = new int[4];
        Arrays.fill(weights, 1);

        assertThat(new MaglevTable(names, weights, size).endpointAt(0)).isBetween(0, 3);
        assertThat(new HashRing(names, weights, size).size()).isGreaterThanOrEqualTo(4);
    }

    private static HashTable table(boolean maglev, int[] weights, String... names) {
        return maglev ? new MaglevTable(names, weights, 65_537) : new HashRing(names, weights, 1024);
    }

    private static IntStream keys() {
        return IntStream.range(0, KEYS);
    }

    private static int endpoint(HashTable table, int key) {
        return table.endpointAt(table.position(XxHash.of("user-" + key)));
    }
}
