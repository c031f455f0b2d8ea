package io.sallyport.authority;

import io.netty.handler.ssl.SslContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of making a host's certificate.
 *
 * @param context shows it; null where there is none, for the reason given
 * @param reason for people; empty where there is one
 * @param renewAt when it is made again for whoever asks
 */
record Minted(@Nullable SslContext context, String reason, Instant renewAt) {}
