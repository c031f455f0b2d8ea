package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathNormalizationTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b?x=/../y, /a/b?x=/../y",
        "/a/../b, /b",
        "/a/./b, /a/b",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/.., /",
        "/../../etc, /etc",
        "/a/...; x, /a/...; x",
        "/.hidden, /.hidden",
        "/%61dmin, /admin",
        "/a/%2e%2E/b, /b",
        "/a%2Fb, /a%2Fb",
        "/a%zz%, /a%zz%",
        "/a%2, /a%2",
        "/a\\..\\b, /b",
        "/a//b, /a//b",
        "/a%20b?%61, /a%20b?%61",
        "*, *",
    })
    void base_resolves_dots_and_unescapes_what_needs_no_escape(String path, String normal) {
        assertThat(PathNormalization.BASE.apply(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"/a//b///c, /a/b/c", "//, /", "/a%2F/b, /a%2F/b", "/a//..//b, /a/b"})
    void merging_leaves_one_slash_of_several(String path, String normal) {
        assertThat(PathNormalization.MERGE_SLASHES.apply(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({"/a%2Fb, /a/b", "/a%2f..%5Cb, /b", "/a%2F%2Fb, /a/b"})
    void decoding_comes_before_all_else(String path, String normal) {
        assertThat(PathNormalization.DECODE_AND_MERGE_SLASHES.apply(path)).isEqualTo(normal);
    }

    @Test
    void none_changes_nothing() {
        assertThat(PathNormalization.NONE.apply("/a/../%61//b")).isEqualTo("/a/../%61//b");
    }

    @Test
    void a_normal_path_costs_no_copy() {
        String path = "/v1/rates/latest.json?base=EUR";

        assertThat(PathNormalization.DECODE_AND_MERGE_SLASHES.apply(path)).isSameAs(path);
    }
}
