package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.http1.Http1Writer;
import org.junit.jupiter.api.Test;

class HeadSizeTest {

    @Test
    void aRequestsHeadIsAsLongAsItIsWritten() {
        DefaultHttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.DELETE, "/a?b=c");
        request.headers().add("Host", "bank.example").add("X-A", "1").add("X-A", "22");
        ByteBuf out = Unpooled.buffer();
        Http1Writer.requestHead(out, request);

        assertThat(HeadSize.of(request)).isEqualTo(out.readableBytes());
    }

    @Test
    void soIsAResponses() {
        DefaultHttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
        response.headers().add("Content-Length", "0");
        ByteBuf out = Unpooled.buffer();
        Http1Writer.responseHead(out, response);

        assertThat(HeadSize.of(response)).isEqualTo(out.readableBytes());
    }
}
