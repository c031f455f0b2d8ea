package io.sallyport.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of RFC 9112 for requests, each however the bytes are cut. */
class RequestDecoderTest {

    private static final String HOST = "Host: a\r\n";

    @Test
    void a_request_without_body_is_whole_at_its_empty_line() {
        assertThat(decode("GET http://a/x?y=1 HTTP/1.1\r\nHost: a\r\nAccept:\t */* \r\nX-Empty:\r\n\r\n"))
                .containsExactly("GET http://a/x?y=1 HTTP/1.1 {Host=a, Accept=*/*, X-Empty=}", "end", "inactive");
    }

    @Test
    void a_body_of_fixed_length_comes_as_data() {
        assertThat(decode("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello"))
                .containsExactly("POST / HTTP/1.1 {Host=a, Content-Length=5}", "data hello", "end", "inactive");
    }

    @Test
    void a_chunked_body_comes_without_its_framing_and_extensions() {
        assertThat(decodeChunks("5\r\nhello\r\n00a;name=\"v; w\" ; x\r\n, 10 bytes\r\n0\r\n\r\n"))
                .containsExactly("data hello, 10 bytes", "end", "inactive");
    }

    @Test
    void trailers_come_with_the_end() {
        assertThat(decodeChunks("1\r\nx\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"))
                .containsExactly("data x", "end {X-Sum=1, X-More=2}", "inactive");
    }

    @Test
    void trailers_that_frame_route_or_authorize_are_dropped() {
        assertThat(decodeChunks("0\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nHost: b\r\nX-Sum: 1\r\n\r\n"))
                .containsExactly("end {X-Sum=1}", "inactive");
        assertThat(decodeChunks("0\r\nAuthorization: x\r\nContent-Type: t\r\nCookie: c\r\nX-Sum: 1\r\n\r\n"))
                .containsExactly("end {X-Sum=1}", "inactive");
    }

    @Test
    void trailers_that_connection_named_are_dropped() {
        assertThat(decode(
                        "POST / HTTP/1.1\r\n" + HOST + "Connection: close, x-hop\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "0\r\nX-Hop: 1\r\nX-End: 2\r\n\r\n"))
                .contains("end {X-End=2}");
    }

    @Test
    void http_1_0_needs_no_host() {
        assertThat(decode("GET http://a/ HTTP/1.0\r\n\r\n"))
                .containsExactly("GET http://a/ HTTP/1.0 {}", "end", "inactive");
    }

    @Test
    void an_unknown_method_that_is_a_token_passes() {
        assertThat(decode("M-SEARCH * HTTP/1.1\r\n" + HOST + "\r\n")).contains("M-SEARCH * HTTP/1.1 {Host=a}");
    }

    @Test
    void names_keep_their_case_and_values_their_octets() {
        assertThat(decode("GET / HTTP/1.1\r\nhOST: a\r\nX-Name: caf\u00e9\tb\r\n\r\n"))
                .contains("GET / HTTP/1.1 {hOST=a, X-Name=caf\u00e9\tb}");
    }

    @Test
    void a_few_empty_lines_before_a_request_are_passed_over() {
        assertThat(decode("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n")).contains("GET / HTTP/1.1 {Host=a}");
        assertRefused(
                "\r\n".repeat(5) + "GET / HTTP/1.1\r\n" + HOST + "\r\n", 400, "too many empty lines before a request");
    }

    @Test
    void the_request_line_has_single_spaces_and_nothing_else() {
        assertRefused(line("GET  / HTTP/1.1"), 400, "request line without a valid target");
        assertRefused(line("GET /  HTTP/1.1"), 400, "request line without a valid version");
        assertRefused(line("GET\t/ HTTP/1.1"), 400, "request line without a valid method");
        assertRefused(line("GET /\tHTTP/1.1"), 400, "request line without a valid target");
        assertRefused(line("GET / HTTP/1.1 "), 400, "request line without a valid version");
        assertRefused(line("GET /"), 400, "request line without a valid target");
        assertRefused(line("GET"), 400, "request line without a valid method");
        assertRefused(line("GET / x HTTP/1.1"), 400, "request line without a valid version");
        assertRefused(line(" GET / HTTP/1.1"), 400, "not HTTP/1");
    }

    @Test
    void the_method_is_a_token() {
        assertRefused(line("G(T / HTTP/1.1"), 400, "request line without a valid method");
    }

    @Test
    void the_target_is_visible_ascii_without_fragment() {
        for (String octet : List.of("\u0000", "\u0001", "\u007f", "\u00e9", "#", "\r")) {
            assertRefused(line("GET /a" + octet + "b HTTP/1.1"), 400, "request line without a valid target");
        }
    }

    @Test
    void versions_other_than_1_0_and_1_1_get_505_and_what_is_none_400() {
        for (String version : List.of("HTTP/1.2", "HTTP/2.0", "HTTP/0.9")) {
            assertRefused(line("GET / " + version), 505, "HTTP version other than 1.0 and 1.1");
        }
        for (String version : List.of("http/1.1", "HTTP/1.10", "HTTP/1", "HTTP/1,1", "HTTPS/1.1", "HTTP/+.1", "")) {
            assertRefused(line("GET / " + version), 400, "request line without a valid version");
        }
    }

    @Test
    void another_protocol_is_refused_at_its_first_byte() {
        assertThat(wire().feed("\u0016\u0003").close().lines())
                .containsExactly("MalformedMessage[status=400, reason=not HTTP/1]", "inactive");
    }

    @Test
    void a_bare_line_feed_is_refused_everywhere() {
        String reason = "line feed without carriage return";
        assertRefused("\nGET / HTTP/1.1\r\n" + HOST + "\r\n", 400, reason);
        assertRefused("GET / HTTP/1.1\n" + HOST + "\r\n", 400, reason);
        assertRefused("GET / HTTP/1.1\r\nHost: a\n\r\n", 400, reason);
        assertRefused("GET / HTTP/1.1\r\n" + HOST + "\n", 400, reason);
        assertChunksRefused("1\nx\r\n0\r\n\r\n", 400, reason);
        assertChunksRefused("1\r\nx\n0\r\n\r\n", 400, reason);
        assertChunksRefused("0\r\n\n", 400, reason);
    }

    @Test
    void a_bare_carriage_return_or_another_control_in_a_value_is_refused() {
        for (String octet : List.of("\r", "\u0000", "\u0001", "\u000b", "\u001f", "\u007f")) {
            assertRefused(withField("X: a" + octet + "b"), 400, "control character in a field value");
        }
    }

    @Test
    void a_folded_line_is_refused() {
        assertRefused(withField("X: a\r\n b"), 400, "folded field line");
        assertRefused(withField("X: a\r\n\tb"), 400, "folded field line");
        assertRefused("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, "folded field line");
    }

    @Test
    void a_space_before_the_colon_is_refused() {
        assertRefused(withField("X : a"), 400, "space between field name and colon");
        assertRefused(withField("X\t: a"), 400, "space between field name and colon");
    }

    @Test
    void a_field_name_is_a_token_and_has_a_colon() {
        assertRefused(withField(": a"), 400, "field name empty or not a token");
        assertRefused(withField("(: a"), 400, "field name empty or not a token");
        assertRefused(withField("X(y: a"), 400, "field name not a token");
        assertRefused(withField("X y: a"), 400, "field name not a token");
        assertRefused(withField("X\u0000: a"), 400, "field name not a token");
        assertRefused(withField("X\u00e9: a"), 400, "field name not a token");
        assertRefused(withField("X"), 400, "field line without a colon");
    }

    @Test
    void content_length_with_transfer_encoding_is_refused_in_either_order() {
        String reason = "both Content-Length and Transfer-Encoding";
        assertRefused(withField("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400, reason);
        assertRefused(withField("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400, reason);
        assertRefused(withField("Transfer-Encoding: x\r\nContent-Length: 0"), 400, reason);
    }

    @Test
    void identical_content_lengths_become_one() {
        for (String same : List.of("2\r\nContent-Length: 2", "2, 2", "2,2\r\ncontent-length: 02", "02")) {
            assertThat(decode("POST / HTTP/1.1\r\n" + HOST + "Content-Length: " + same + "\r\n\r\nhi"))
                    .containsExactly("POST / HTTP/1.1 {Host=a, content-length=2}", "data hi", "end", "inactive");
        }
    }

    @Test
    void differing_content_lengths_are_refused() {
        assertRefused(withField("Content-Length: 2\r\nContent-Length: 3"), 400, "differing Content-Length values");
        assertRefused(withField("Content-Length: 2, 3"), 400, "differing Content-Length values");
    }

    @Test
    void a_content_length_is_digits() {
        for (String bad : List.of("+4", "-1", "0x4", "4 4", "", "2,", ",2", "4;", "1e2", "\u00b2")) {
            assertRefused(withField("Content-Length: " + bad), 400, "Content-Length not a number");
        }
    }

    @Test
    void a_content_length_beyond_a_long_is_refused() {
        assertRefused(withField("Content-Length: 9223372036854775808"), 400, "Content-Length too large");
        assertRefused(withField("Content-Length: 18446744073709551617"), 400, "Content-Length too large");
        assertThat(decode(withField("Content-Length: 9223372036854775807")))
                .contains("GET / HTTP/1.1 {Host=a, Content-Length=9223372036854775807}");
    }

    @Test
    void transfer_encoding_in_http_1_0_is_refused() {
        assertRefused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "Transfer-Encoding in HTTP/1.0");
    }

    @Test
    void the_last_transfer_coding_is_chunked() {
        for (String codings : List.of("gzip", "xchunked", "chunked, gzip", "identity", "chunked;q=1", "\"chunked\"")) {
            assertRefused(withField("Transfer-Encoding: " + codings), 400, "Transfer-Encoding does not end in chunked");
        }
    }

    @Test
    void chunked_twice_is_refused() {
        String reason = "Transfer-Encoding names chunked twice";
        assertRefused(withField("Transfer-Encoding: chunked, chunked"), 400, reason);
        assertRefused(withField("Transfer-Encoding: chunked\r\ntransfer-encoding: Chunked"), 400, reason);
    }

    @Test
    void a_coding_besides_chunked_gets_501() {
        String reason = "transfer coding other than chunked";
        assertRefused(withField("Transfer-Encoding: gzip, chunked"), 501, reason);
        assertRefused(withField("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"), 501, reason);
        assertRefused(withField("Transfer-Encoding: foo;a=b, chunked"), 501, reason);
    }

    @Test
    void an_empty_transfer_coding_is_refused() {
        assertRefused(withField("Transfer-Encoding: , chunked"), 400, "Transfer-Encoding with an empty member");
        assertRefused(withField("Transfer-Encoding:"), 400, "Transfer-Encoding with an empty member");
    }

    @Test
    void a_coding_is_chunked_in_any_case() {
        assertThat(decode("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"))
                .contains("end");
    }

    @Test
    void http_1_1_has_one_host() {
        assertRefused("GET / HTTP/1.1\r\n\r\n", 400, "no Host field");
        assertRefused("GET / HTTP/1.1\r\nX-Host: a\r\n\r\n", 400, "no Host field");
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400, "several Host fields");
        assertRefused("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400, "several Host fields");
    }

    @Test
    void connect_has_no_body() {
        String connect = "CONNECT a:443 HTTP/1.1\r\n" + HOST;
        assertRefused(connect + "Content-Length: 2\r\n\r\nhi", 400, "CONNECT with a body");
        assertRefused(connect + "Transfer-Encoding: chunked\r\n\r\n", 400, "CONNECT with a body");
        assertThat(decode(connect + "Content-Length: 0\r\n\r\n")).contains("end");
    }

    @Test
    void a_request_line_too_long_gets_414_even_before_its_end() {
        assertRefusedAtOnce("GET /" + "a".repeat(8192), 414, "start line too long");
        assertRefusedAtOnce(
                "GET /" + "a".repeat(8192 - 13) + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "start line too long");
        assertThat(wire().feed("GET /" + "a".repeat(8192 - 14) + " HTTP/1.1\r\n" + HOST + "\r\n")
                        .close()
                        .lines())
                .contains("end");
    }

    @Test
    void a_header_section_too_large_gets_431_even_before_its_end() {
        String start = "GET / HTTP/1.1\r\n" + HOST;
        assertRefusedAtOnce(start + "X: " + "a".repeat(65536), 431, "header section too large");
        assertRefusedAtOnce(start + ("X: " + "a".repeat(995) + "\r\n").repeat(66), 431, "header section too large");
        assertThat(wire().feed(start + ("X: " + "a".repeat(995) + "\r\n").repeat(65) + "\r\n")
                        .close()
                        .lines())
                .contains("end");
    }

    @Test
    void too_many_fields_get_431() {
        String start = "GET / HTTP/1.1\r\n" + HOST;
        assertRefusedAtOnce(start + "X: 1\r\n".repeat(128) + "\r\n", 431, "too many header fields");
        assertThat(wire().feed(start + "X: 1\r\n".repeat(127) + "\r\n").close().lines())
                .contains("end");
    }

    @Test
    void a_chunk_size_is_hexadecimal_and_nothing_else() {
        for (String bad : List.of("", "x", "+1", "-1", "x1", " 1", ";a", "\u00b2")) {
            assertChunksRefused(bad + "\r\nx\r\n0\r\n\r\n", 400, "chunk size not hexadecimal");
        }
        for (String bad : List.of("1 x", "1x", "0x1", "1 ", "1\t", "1,", "1\r", "1 \r")) {
            assertChunksRefused(bad + "\r\nx\r\n0\r\n\r\n", 400, "chunk size followed by other than an extension");
        }
    }

    @Test
    void a_chunk_size_that_overflows_is_refused() {
        assertChunksRefused("10000000000000001\r\nx", 400, "chunk size too large");
        assertChunksRefused("ffffffffffffffff\r\nx", 400, "chunk size too large");
        assertChunksRefused("0000000000000000001\r\nx", 400, "chunk size too large");
    }

    @Test
    void chunk_extensions_have_a_name_and_perhaps_a_value() {
        for (String good : List.of(";a", " ; a = b;c", ";a=\"\"", ";a=\"b;\\\"c\t\u00e9\" ;d")) {
            assertThat(decodeChunks("1" + good + "\r\nx\r\n0;z\r\n\r\n"))
                    .as(good)
                    .containsExactly("data x", "end", "inactive");
        }
        assertExtensionRefused(";", "chunk extension without a name");
        assertExtensionRefused(";=b", "chunk extension without a name");
        assertExtensionRefused(";a=", "chunk extension without a value");
        assertExtensionRefused(";a=;b", "chunk extension without a value");
        assertExtensionRefused(";a=\"b", "chunk extension with an open quote");
        assertExtensionRefused(";a=\"b\\\"", "chunk extension with an open quote");
        assertExtensionRefused(";a b", "chunk size followed by other than an extension");
        assertExtensionRefused(";a ", "chunk size followed by other than an extension");
    }

    @Test
    void a_control_in_a_chunk_extension_is_refused() {
        assertExtensionRefused(";a\rb", "chunk size followed by other than an extension");
        assertExtensionRefused(";a=\"\u0000\"", "chunk extension with an open quote");
        assertExtensionRefused(";a=\"\\\r\"", "chunk extension with an open quote");
    }

    @Test
    void a_chunk_longer_than_its_size_is_refused() {
        assertThat(decodeChunks("1\r\nxyz\r\n0\r\n\r\n"))
                .containsExactly(
                        "data x", "MalformedMessage[status=400, reason=chunk longer than its size]", "inactive");
    }

    @Test
    void chunk_lines_extensions_and_trailers_are_bounded() {
        String start = "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        assertRefusedAtOnce(start + "1;" + "a".repeat(300), 400, "chunk size line too long");
        assertRefusedAtOnce(
                start + ("1;" + "a".repeat(200) + "\r\nx\r\n").repeat(90), 400, "too many chunk extensions");
        assertRefusedAtOnce(start + "0\r\nX: " + "a".repeat(9000), 431, "trailer section too large");
        assertRefusedAtOnce(start + "0\r\n" + "X: 1\r\n".repeat(129), 431, "too many trailer fields");
    }

    @Test
    void a_bad_trailer_is_refused_like_a_bad_field() {
        assertChunksRefused("0\r\nX : 1\r\n\r\n", 400, "space between field name and colon");
        assertChunksRefused("0\r\nX: 1\r\n 2\r\n\r\n", 400, "folded field line");
    }

    private static Wire wire() {
        return new Wire(new RequestDecoder(DecoderLimits.DEFAULT));
    }

    private static List<String> decode(String bytes) {
        return Wire.decodeHoweverCut(RequestDecoderTest::wire, bytes);
    }

    /** Without the line of the head. */
    private static List<String> decodeChunks(String chunks) {
        List<String> lines =
                new ArrayList<>(decode("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks));
        assertThat(lines.removeFirst()).isEqualTo("POST / HTTP/1.1 {Host=a, Transfer-Encoding=chunked}");
        return lines;
    }

    private static String line(String requestLine) {
        return requestLine + "\r\n" + HOST + "\r\n";
    }

    private static String withField(String field) {
        return "GET / HTTP/1.1\r\n" + HOST + field + "\r\n\r\n";
    }

    /** The bytes give a refusal and nothing else, though a good request follows. */
    private static void assertRefused(String bytes, int status, String reason) {
        assertThat(decode(bytes + "GET /next HTTP/1.1\r\n" + HOST + "\r\n"))
                .as(bytes)
                .containsExactly(new MalformedMessage(status, reason).toString(), "inactive");
    }

    private static void assertChunksRefused(String chunks, int status, String reason) {
        assertThat(decodeChunks(chunks))
                .as(chunks)
                .filteredOn(line -> !line.startsWith("data "))
                .containsExactly(new MalformedMessage(status, reason).toString(), "inactive");
    }

    private static void assertExtensionRefused(String extension, String reason) {
        assertChunksRefused("1" + extension + "\r\nx\r\n0\r\n\r\n", 400, reason);
    }

    private static void assertRefusedAtOnce(String bytes, int status, String reason) {
        Wire wire = wire().feed(bytes);
        assertThat(wire.lines()).last().isEqualTo(new MalformedMessage(status, reason).toString());
        wire.close();
    }
}
