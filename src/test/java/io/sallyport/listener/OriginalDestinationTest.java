package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** {@code struct sockaddr}, as Linux writes it. */
class OriginalDestinationTest {

    @Test
    void anIpv4AddressIsRead() throws Exception {
        assertThat(OriginalDestination.decode(sockaddr(2, 443, 16, 192, 0, 2, 7)))
                .isEqualTo(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 443));
    }

    @Test
    void anIpv6AddressIsReadBehindItsFlow() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(28);
        bytes.order(ByteOrder.nativeOrder()).putShort((short) 10);
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) 65_535).putInt(0x01020304);
        bytes.put(InetAddress.getByName("2001:db8::7").getAddress()).putInt(3).flip();

        assertThat(OriginalDestination.decode(bytes))
                .isEqualTo(new InetSocketAddress(InetAddress.getByName("2001:db8::7"), 65_535));
    }

    @Test
    void theBytesStayWhereTheyAre() {
        ByteBuffer bytes = sockaddr(2, 80, 16, 192, 0, 2, 7);

        OriginalDestination.decode(bytes);

        assertThat(bytes.remaining()).isEqualTo(16);
    }

    @Test
    void whatIsNoAddressOfTheInternetIsNone() {
        assertThat(OriginalDestination.decode(sockaddr(1, 443, 16, 192, 0, 2, 7)))
                .as("another family")
                .isNull();
        assertThat(OriginalDestination.decode(sockaddr(2, 0, 16, 192, 0, 2, 7)))
                .as("no port")
                .isNull();
        assertThat(OriginalDestination.decode(sockaddr(10, 443, 16, 192, 0, 2, 7)))
                .as("an IPv6 address cut short")
                .isNull();
        assertThat(OriginalDestination.decode(ByteBuffer.allocate(0))).isNull();
    }

    private static ByteBuffer sockaddr(int family, int port, int length, int... address) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.order(ByteOrder.nativeOrder()).putShort((short) family);
        bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        for (int octet : address) {
            bytes.put((byte) octet);
        }
        return bytes.position(length).flip();
    }
}
