package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0.0.0.0                 | unspecified, this network (0.0.0.0/8)
            0.255.255.255           | unspecified, this network (0.0.0.0/8)
            10.0.0.1                | private (10.0.0.0/8)
            10.255.255.255          | private (10.0.0.0/8)
            100.64.0.1              | carrier-grade NAT (100.64.0.0/10)
            100.100.100.200         | carrier-grade NAT (100.64.0.0/10)
            100.127.255.255         | carrier-grade NAT (100.64.0.0/10)
            127.0.0.1               | loopback (127.0.0.0/8)
            127.255.255.254         | loopback (127.0.0.0/8)
            168.63.129.16           | cloud metadata (168.63.129.16/32)
            169.254.169.254         | link-local, cloud metadata (169.254.0.0/16)
            169.254.170.2           | link-local, cloud metadata (169.254.0.0/16)
            172.16.0.1              | private (172.16.0.0/12)
            172.31.255.255          | private (172.16.0.0/12)
            192.0.0.192             | IETF protocol assignments (192.0.0.0/24)
            192.0.2.1               | documentation (192.0.2.0/24)
            192.88.99.1             | deprecated 6to4 relay (192.88.99.0/24)
            192.168.0.1             | private (192.168.0.0/16)
            198.18.0.1              | benchmarking (198.18.0.0/15)
            198.19.255.255          | benchmarking (198.18.0.0/15)
            198.51.100.1            | documentation (198.51.100.0/24)
            203.0.113.1             | documentation (203.0.113.0/24)
            224.0.0.1               | multicast (224.0.0.0/4)
            239.255.255.255         | multicast (224.0.0.0/4)
            240.0.0.1               | reserved (240.0.0.0/4)
            255.255.255.255         | broadcast (255.255.255.255/32)
            ::                      | unspecified (::/128)
            ::1                     | loopback (::1/128)
            ::127.0.0.1             | deprecated IPv4-compatible (::/96)
            ::8.8.8.8               | deprecated IPv4-compatible (::/96)
            ::ffff:0:127.0.0.1      | deprecated IPv4-translated (::ffff:0:0:0/96)
            64:ff9b:1::1            | local-use NAT64 (64:ff9b:1::/48)
            64:ff9b:1:fffe::a00:1   | local-use NAT64 (64:ff9b:1::/48)
            100::1                  | discard (100::/64)
            100:0:0:1::1            | dummy (100:0:0:1::/64)
            2001:2::1               | IETF protocol assignments (2001::/23)
            2001:10::1              | IETF protocol assignments (2001::/23)
            2001:db8::1             | documentation (2001:db8::/32)
            3fff::1                 | documentation (3fff::/20)
            4000::1                 | reserved (4000::/2)
            5f00::1                 | segment routing (5f00::/16)
            fc00::1                 | unique local (fc00::/7)
            fd00:ec2::254           | unique local (fc00::/7)
            fd20:ce::254            | unique local (fc00::/7)
            fe80::1                 | link-local (fe80::/10)
            febf::1                 | link-local (fe80::/10)
            fec0::1                 | deprecated site-local (fec0::/10)
            ff02::1                 | multicast (ff00::/8)
            e000::1                 | reserved (8000::/1)
            64:ff9b::127.0.0.1      | loopback (127.0.0.0/8) inside NAT64 (64:ff9b::/96)
            64:ff9b::a9fe:a9fe      | link-local, cloud metadata (169.254.0.0/16) inside NAT64 (64:ff9b::/96)
            2002:7f00:1::           | loopback (127.0.0.0/8) inside 6to4 (2002::/16)
            2002:a9fe:a9fe::1       | link-local, cloud metadata (169.254.0.0/16) inside 6to4 (2002::/16)
            2001:0:a00:1::f7f7:f7f7 | private (10.0.0.0/8) inside Teredo (2001::/32)
            2001:0:808:808::f5ff:fffe | private (10.0.0.0/8) inside Teredo (2001::/32)
            """)
    void a_special_address_is_refused_with_the_range_it_is_in(String address, String range) {
        assertThat(guard.objection(Addresses.of(address), List.of())).isEqualTo(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "10.1.2.3", "0.0.0.0"})
    void an_ipv4_mapped_address_is_taken_for_what_it_maps(String inner) {
        InetAddress address = Addresses.of(inner);

        assertThat(guard.objection(mapped(address), List.of()))
                .isNotNull()
                .isEqualTo(guard.objection(address, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "192.31.196.1",
                "192.175.48.1",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2000::1",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
                "2620:4f:8000::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2001:0:808:808::f7f7:f7f7",
                "2001:200::1"
            })
    void an_ordinary_address_is_not(String address) {
        assertThat(guard.objection(Addresses.of(address), List.of())).isNull();
    }

    @Test
    void what_the_operator_allows_passes_and_its_neighbour_does_not() {
        AddressGuard lenient = new AddressGuard(List.of(AddressRange.parse("10.1.0.0/16")));

        assertThat(lenient.objection(Addresses.of("10.1.2.3"), List.of())).isNull();
        assertThat(lenient.objection(Addresses.of("10.2.2.3"), List.of())).isEqualTo("private (10.0.0.0/8)");
    }

    @Test
    void what_the_entry_lists_passes() {
        List<AddressRange> listed = List.of(AddressRange.parse("fd00:1::/64"), AddressRange.parse("127.0.0.1"));

        assertThat(guard.objection(Addresses.of("fd00:1::5"), listed)).isNull();
        assertThat(guard.objection(Addresses.of("127.0.0.1"), listed)).isNull();
        assertThat(guard.objection(mapped(Addresses.of("127.0.0.1")), listed)).isNull();
        assertThat(guard.objection(Addresses.of("127.0.0.2"), listed)).startsWith("loopback");
    }

    @Test
    void an_allowed_address_passes_inside_nat64_too_and_so_does_an_allowed_form() {
        List<AddressRange> inner = List.of(AddressRange.parse("10.0.0.0/8"));
        List<AddressRange> form = List.of(AddressRange.parse("64:ff9b::/96"));

        assertThat(guard.objection(Addresses.of("64:ff9b::a00:1"), inner)).isNull();
        assertThat(guard.objection(Addresses.of("64:ff9b::7f00:1"), inner)).startsWith("loopback");
        assertThat(guard.objection(Addresses.of("64:ff9b::7f00:1"), form)).isNull();
    }

    private static InetAddress mapped(InetAddress ipv4) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(ipv4.getAddress(), 0, bytes, 12, 4);
        try {
            return Inet6Address.getByAddress(null, bytes, 0);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
