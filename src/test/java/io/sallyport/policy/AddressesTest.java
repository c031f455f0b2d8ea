package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    private static InetAddress address(String text) {
        return Objects.requireNonNull(IpLiteral.parse(text), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "2001:db8::1",
                "fe80::1",
                "::ffff:10.0.0.1"
            })
    void canonical_addresses_are_read(String text) {
        assertThat(IpLiteral.parse(text)).isNotNull();
        assertThat(IpLiteral.isOddSpelling(text)).isFalse();
        assertThat(IpLiteral.isAddressLike(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0177.0.0.1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "127.0.0.1.",
                "127.0.0.01",
                "1.2.3.256",
                "0X7F.1",
                "1.2.3",
                "00.0.0.0",
                "0x",
                "999999999999"
            })
    void odd_spellings_are_neither_addresses_nor_names(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
        assertThat(IpLiteral.isOddSpelling(text)).isTrue();
        assertThat(IpLiteral.isAddressLike(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "1.example", "0x7f.example", "cafe", "a.b.c.d", "x", "-", "", "."})
    void names_are_not_addresses(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
        assertThat(IpLiteral.isOddSpelling(text)).isFalse();
        assertThat(IpLiteral.isAddressLike(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%eth0", "::1%1", ":::", "1::2::3", "12345::", "::g", "[::1]", "1.2.3.4:80", ":"})
    void broken_ipv6_is_not_read(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.7, 192.0.2.7, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void a_range_holds_the_addresses_of_its_prefix(String range, String asked, boolean holds) {
        assertThat(AddressRange.parse(range).contains(address(asked))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "example.com",
                "::/129",
                ""
            })
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_narrowest_range_counts_and_a_single_address_before_all() {
        AddressIndex index = new AddressIndex(List.of(
                listed("10.0.0.0/8", "wide"),
                listed("10.1.0.0/16", "narrow"),
                listed("10.1.2.3", "one"),
                listed("10.1.2.3/32", "later")));

        assertThat(host(index, "10.9.9.9")).isEqualTo("wide");
        assertThat(host(index, "10.1.9.9")).isEqualTo("narrow");
        assertThat(host(index, "10.1.2.3")).isEqualTo("one");
        assertThat(index.find(address("11.0.0.0"))).isNull();
    }

    @Test
    void an_ipv6_address_is_found_however_it_is_abbreviated() {
        AddressIndex index = new AddressIndex(List.of(listed("2001:db8:0:0:0:0:0:1", "one")));

        assertThat(host(index, "2001:DB8::1")).isEqualTo("one");
    }

    private static ListedRange listed(String range, String host) {
        return new ListedRange(AddressRange.parse(range), new VirtualHost(host, null, Map.of()));
    }

    private static String host(AddressIndex index, String asked) {
        return Objects.requireNonNull(index.find(address(asked)), asked).host();
    }
}
