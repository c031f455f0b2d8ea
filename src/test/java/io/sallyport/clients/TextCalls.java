package io.sallyport.clients;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The four kinds of gRPC calls, with messages of plain text, so that nothing is to be generated. */
final class TextCalls {

    static final String SERVICE = "bank.Rates";

    /** One message, one answer. */
    static final MethodDescriptor<String, String> GET = method(MethodType.UNARY, "Get");

    /** One message that is a number, so many answers. */
    static final MethodDescriptor<String, String> LIST = method(MethodType.SERVER_STREAMING, "List");

    /** Many messages, one answer that has them all. */
    static final MethodDescriptor<String, String> COLLECT = method(MethodType.CLIENT_STREAMING, "Collect");

    /** To each message its answer. */
    static final MethodDescriptor<String, String> CONVERSE = method(MethodType.BIDI_STREAMING, "Converse");

    private TextCalls() {}

    private static MethodDescriptor<String, String> method(MethodType type, String name) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(Text.MARSHALLER)
                .setResponseMarshaller(Text.MARSHALLER)
                .build();
    }

    private enum Text implements MethodDescriptor.Marshaller<String> {
        MARSHALLER;

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
