package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, reading it ends in problems of one line each, never in an exception. */
class ByteSoupTest {
    private static final String SEED = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: &name bank, namespace: shop}
            spec:
              hosts: [*name, "b", 'c']
              http:
              - timeout: 3s
                headers: {request: {set: {<<: {a: b}, c: |
                  text
                }}}
            ---
            {"apiVersion": "v1", "kind": "List", "items": [{}]}
            """;
    private static final String SALT = "{}[]:,-&*!|>'\"%@`#\n\n  \t~?<=.0a\u00e9\u0000\ud83d\r\\\ufeff";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void mutated_files_are_read_to_the_end(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            check(mutated(random, new StringBuilder(SEED), 1 + random.nextInt(10)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void random_files_are_read_to_the_end(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            check(mutated(random, new StringBuilder(), random.nextInt(200)));
        }
    }

    private static void check(String text) {
        assertThat(Texts.read(text).problems()).as(text).allSatisfy(problem -> {
            assertThat(problem.line()).isNotBlank().doesNotContain("\n", "\r", "\u0000");
            assertThat(problem.where().line()).isBetween(1, text.length() + 1);
            assertThat(problem.where().column()).isPositive();
        });
    }

    private static String mutated(Random random, StringBuilder text, int changes) {
        for (int change = 0; change < changes; change++) {
            int at = text.isEmpty() ? 0 : random.nextInt(text.length());
            char salt = SALT.charAt(random.nextInt(SALT.length()));
            if (text.isEmpty() || random.nextBoolean()) {
                text.insert(at, salt);
            } else if (random.nextBoolean()) {
                text.setCharAt(at, salt);
            } else {
                text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
