package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("hosts", "ports", "timeout", "connectTimeout", "retries");

    @ParameterizedTest
    @CsvSource({
        "host, hosts",
        "timeuot, timeout",
        "TimeOut, timeout",
        "connect_timeout, connectTimeout",
        "connectionTimeout, connectTimeout",
        "hostnames, hosts",
        "retry, retries"
    })
    void a_slip_is_recognised(String written, String meant) {
        assertThat(NearestName.of(written, KNOWN)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "colour", "a", "status", "protocol"})
    void what_is_like_nothing_gets_no_advice(String written) {
        assertThat(NearestName.of(written, KNOWN)).isNull();
    }

    @Test
    void a_name_of_any_length_costs_no_time() {
        assertThat(NearestName.of("t".repeat(10_000_000), KNOWN)).isNull();
    }
}
