package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostIndexTest {

    private static HostIndex<String> of(String... hosts) {
        Map<String, String> byHost = new LinkedHashMap<>();
        for (String host : hosts) {
            byHost.put(host, host);
        }
        return new HostIndex<>(byHost);
    }

    @ParameterizedTest
    @CsvSource({
        "api.shop.example, api.shop.example",
        "other.shop.example, *.shop.example",
        "deep.other.shop.example, *.shop.example",
        "x.eu.shop.example, *.eu.shop.example",
        "eu.shop.example, *.shop.example",
        "shop.example, *.example",
    })
    void the_most_specific_entry_wins(String asked, String found) {
        HostIndex<String> index = of("*.example", "*.shop.example", "api.shop.example", "*.eu.shop.example");

        assertThat(index.find(asked)).isEqualTo(found);
    }

    @Test
    void a_wildcard_does_not_cover_its_own_domain_nor_a_name_that_merely_ends_alike() {
        HostIndex<String> index = of("*.shop.example");

        assertThat(index.find("shop.example")).isNull();
        assertThat(index.find("myshop.example")).isNull();
        assertThat(index.find(".shop.example")).isNull();
    }

    @Test
    void a_star_alone_covers_every_name_that_nothing_else_does() {
        HostIndex<String> index = of("*", "*.example");

        assertThat(index.find("anything")).isEqualTo("*");
        assertThat(index.find("a.test")).isEqualTo("*");
        assertThat(index.find("a.example")).isEqualTo("*.example");
    }

    @Test
    void a_star_inside_a_label_covers_the_rest_of_that_label_and_counts_by_its_length() {
        HostIndex<String> index =
                of("*-eu.shop.example", "*.shop.example", "*.very-long-eu.shop.example", "*p.example");

        assertThat(index.find("api-eu.shop.example")).isEqualTo("*-eu.shop.example");
        assertThat(index.find("-eu.shop.example")).isEqualTo("*.shop.example");
        assertThat(index.find("api.shop.example")).isEqualTo("*.shop.example");
        assertThat(index.find("a.very-long-eu.shop.example")).isEqualTo("*.very-long-eu.shop.example");
        assertThat(index.find("shop.example")).isEqualTo("*p.example");
    }

    @Test
    void a_wildcard_is_found_by_its_own_name_and_by_a_narrower_one() {
        HostIndex<String> index = of("*.shop.example");

        assertThat(index.find("*.shop.example")).isEqualTo("*.shop.example");
        assertThat(index.find("*.eu.shop.example")).isEqualTo("*.shop.example");
    }

    @Test
    void every_entry_is_shown_as_it_was_written() {
        Map<String, String> shown = new LinkedHashMap<>();

        of("a.example", "*.example", "*", "*-b.example").forEach(shown::put);

        assertThat(shown).containsOnlyKeys("a.example", "*.example", "*", "*-b.example");
        assertThat(of("a.example", "*.example", "*", "*-b.example").size()).isEqualTo(4);
    }
}
