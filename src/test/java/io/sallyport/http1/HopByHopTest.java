package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class HopByHopTest {

    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();

    @Test
    void fields_of_one_connection_are_taken_out_without_being_named() {
        for (String name : new String[] {
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "TE",
            "Upgrade",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Authentication-Info"
        }) {
            headers.add(name, "x");
        }
        HopByHop.strip(headers);
        assertThat(headers.names()).isEmpty();
    }

    @Test
    void all_that_connection_names_is_taken_out_in_any_case_and_on_any_line() {
        headers.add("Connection", "close, X-One ,,x-two").add("connection", "X-THREE");
        headers.add("X-One", "1")
                .add("X-Two", "2")
                .add("x-three", "3")
                .add("x-three", "3")
                .add("X-Four", "4");
        HopByHop.strip(headers);
        assertThat(headers.names()).containsExactly("X-Four");
    }

    @Test
    void connection_cannot_take_out_what_framing_and_routing_hang_on() {
        headers.add("Connection", "host, content-length, Transfer-Encoding, via, max-forwards, cache-control");
        headers.add("Host", "a").add("Content-Length", "1").add("Transfer-Encoding", "chunked");
        headers.add("Via", "1.1 x").add("Max-Forwards", "1").add("Cache-Control", "no-store");
        HopByHop.strip(headers);
        assertThat(headers.names())
                .containsExactlyInAnyOrder(
                        "Host", "Content-Length", "Transfer-Encoding", "Via", "Max-Forwards", "Cache-Control");
    }

    @Test
    void trailer_transfer_encoding_and_end_to_end_fields_stay() {
        headers.add("Trailer", "X-Sum")
                .add("Transfer-Encoding", "chunked")
                .add("Authorization", "x")
                .add("Expect", "y");
        HopByHop.strip(headers);
        assertThat(headers.names())
                .containsExactlyInAnyOrder("Trailer", "Transfer-Encoding", "Authorization", "Expect");
    }

    @Test
    void a_connection_field_with_nonsense_names_nothing() {
        headers.add("Connection", " , ,\"x\" y;").add("X", "1");
        HopByHop.strip(headers);
        assertThat(headers.names()).containsExactly("X");
    }
}
