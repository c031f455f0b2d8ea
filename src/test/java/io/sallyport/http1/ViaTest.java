package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViaTest {

    private final Via via = new Via("sallyport");
    private final HttpHeaders headers = new DefaultHttpHeaders();

    @Test
    void our_entry_comes_last_with_the_version_received() {
        headers.add("Via", "1.1 first");
        via.append(headers, HttpVersion.HTTP_1_0);
        via.append(headers, HttpVersion.HTTP_1_1);
        assertThat(headers.getAll("Via")).containsExactly("1.1 first", "1.0 sallyport", "1.1 sallyport");
    }

    @Test
    void what_we_appended_is_a_loop_when_it_comes_back() {
        assertThat(via.isLoop(headers)).isFalse();
        via.append(headers, HttpVersion.HTTP_1_1);
        assertThat(via.isLoop(headers)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1 sallyport",
                "1.1 SallyPort",
                "HTTP/1.1 sallyport",
                "1.0 a, 1.1\tsallyport (x, y)",
                "1.0 a (1, 2 (3)),1.1 sallyport",
                "1.1 sallyport(x)"
            })
    void our_pseudonym_is_found_among_others(String value) {
        assertThat(via.isLoop(headers.add("Via", value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1 other",
                "1.1 sallyport2",
                "1.1 sallyport.example",
                "sallyport x",
                "1.1 a (sallyport)",
                "1.1 a (1.1, 1.1 sallyport)",
                "1.1 a sallyport",
                "",
                ",",
                "1.1"
            })
    void others_are_not_taken_for_us(String value) {
        assertThat(via.isLoop(headers.add("Via", value))).isFalse();
    }

    @Test
    void a_pseudonym_is_a_token() {
        assertThatThrownBy(() -> new Via("a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pseudonym: a b (expected: a token)");
    }
}
