package io.sallyport.upstream;

import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * One question, put to one server after the other until one answers it. A refusal or an error leads to the next server
 * and counts; silence does too, but does not count, since the packet may have been lost: the look-up's deadline ends
 * that.
 *
 * <p>Only the configured servers are asked: referrals in an answer are not followed, or an answer could make us send
 * packets into private networks.
 */
final class DnsQuery {

    private final DnsNameResolver client;
    private final DnsServerAddressStream servers;
    private final DnsQuestion question;
    private final Consumer<DnsAnswer> listener;
    private int refusalsLeft;
    private boolean over;

    DnsQuery(
            DnsNameResolver client,
            DnsServerAddressStream servers,
            String host,
            DnsRecordType type,
            Consumer<DnsAnswer> listener) {
        this.client = client;
        this.servers = servers;
        // The dot makes it absolute: no search list, so a listed name never turns into another.
        this.question = new DefaultDnsQuestion(host + ".", type);
        this.listener = listener;
        this.refusalsLeft = Math.max(1, servers.size());
    }

    void ask() {
        InetSocketAddress server = servers.next();
        Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> future = client.query(server, question);
        future.addListener(done -> answered(future));
    }

    /** The answer is no longer wanted. */
    void cancel() {
        over = true;
    }

    private void answered(Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> future) {
        DnsAnswer answer = future.isSuccess() ? read(future.getNow()) : DnsAnswer.NONE;
        if (over) {
            return;
        }
        if (answer.isPositive() || answer.isNegative()) {
            over = true;
            listener.accept(answer);
        } else if (future.cause() instanceof DnsNameResolverTimeoutException || --refusalsLeft > 0) {
            ask();
        } else {
            over = true;
            listener.accept(answer);
        }
    }

    private DnsAnswer read(AddressedEnvelope<DnsResponse, InetSocketAddress> envelope) {
        try {
            return DnsAnswer.of(envelope.content(), question.type());
        } finally {
            envelope.release();
        }
    }
}
