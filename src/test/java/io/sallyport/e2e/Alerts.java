package io.sallyport.e2e;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sallyport.tls.Alert;

/** What a client reads that is refused by an alert. */
final class Alerts {

    private Alerts() {}

    static byte[] bytes(Alert alert) {
        ByteBuf record = alert.record();
        try {
            return ByteBufUtil.getBytes(record);
        } finally {
            record.release();
        }
    }
}
