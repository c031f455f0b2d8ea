package io.sallyport.demo;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;

/** The shop's {@code currency} service: asks for exchange rates through the gateway, as any HTTP_PROXY client does. */
final class CurrencyCaller {

    static final String BANK = "http://www.ecb.europa.eu" + BankStub.RATES_PATH;

    private final WebClient client;

    CurrencyCaller(Vertx vertx, int gatewayPort) {
        client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setUserAgent("currency/1.0")
                        .setProxyOptions(new ProxyOptions()
                                .setType(ProxyType.HTTP)
                                .setHost("127.0.0.1")
                                .setPort(gatewayPort)));
    }

    /** Calls; the fields tell the stub how to behave. */
    Future<HttpResponse<Buffer>> get(String url, Map<String, String> fields) {
        HttpRequest<Buffer> request = client.getAbs(url);
        request.putHeaders(MultiMap.caseInsensitiveMultiMap().addAll(fields));
        return request.send();
    }

    void close() {
        client.close();
    }
}
