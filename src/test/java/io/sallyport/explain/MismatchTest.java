package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.sallyport.policy.HttpMatch;
import io.sallyport.policy.TextMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MismatchTest {

    private static final List<String> WORDS =
            List.of("a", "ab", "b", "/a", "/ab", "GET", "POST", "http", "shop.example");

    private final Random random = new Random(7);

    @Test
    void a_reason_is_given_if_and_only_if_the_match_does_not_hold() {
        int held = 0;
        for (int i = 0; i < 20_000; i++) {
            HttpMatch match = new HttpMatch(
                    sometimes(),
                    sometimes(),
                    sometimes(),
                    sometimes(),
                    byName("x-a", "x-b", ":method", "host"),
                    byName("x-a", "x-c"),
                    byName("q", "r"));
            GivenRequest head = request();

            boolean matches = match.matches(head);

            assertThat(Mismatch.of(match, head) == null).isEqualTo(matches);
            held += matches ? 1 : 0;
        }
        assertThat(held).isGreaterThan(1_000);
    }

    @Test
    void values_of_headers_are_not_repeated() {
        HttpMatch match = new HttpMatch(
                null, null, null, null, Map.of("authorization", new TextMatch.Prefix("Basic")), Map.of(), Map.of());
        GivenRequest head = GivenRequest.of(
                "GET", "http://shop.example/", List.of(new GivenRequest.Field("Authorization", "Bearer secret")));

        assertThat(Mismatch.of(match, head))
                .isEqualTo("header authorization is another, not one that begins with \"Basic\"");
    }

    private GivenRequest request() {
        String query = random.nextBoolean() ? "" : "?q=" + word() + (random.nextBoolean() ? "&r" : "&r=" + word());
        List<GivenRequest.Field> headers = random.nextBoolean()
                ? List.of()
                : List.of(new GivenRequest.Field("X-A", word()), new GivenRequest.Field("x-c", word()));
        return GivenRequest.of(
                random.nextBoolean() ? "GET" : "POST", "http://shop.example/" + random.nextInt(3) + query, headers);
    }

    private @Nullable TextMatch sometimes() {
        return random.nextInt(4) > 0 ? null : text();
    }

    private Map<String, TextMatch> byName(String... names) {
        Map<String, TextMatch> all = new HashMap<>();
        for (String name : names) {
            if (random.nextInt(6) == 0) {
                all.put(name, text());
            }
        }
        return all;
    }

    private TextMatch text() {
        return switch (random.nextInt(6)) {
            case 0 -> new TextMatch.Exact(word());
            case 1 -> new TextMatch.ExactIgnoringCase(word());
            case 2 -> new TextMatch.Prefix(random.nextBoolean() ? "/" : word());
            case 3 -> new TextMatch.PrefixIgnoringCase(word());
            case 4 -> new TextMatch.Regex(Pattern.compile(random.nextBoolean() ? ".*" : "[a-z/0-2]+"));
            default -> new TextMatch.Present();
        };
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
