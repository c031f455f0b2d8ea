package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Reads the choice of an endpoint by hash. */
final class ConsistentHashReader {
    private ConsistentHashReader() {}

    static ConsistentHash read(Fields fields) {
        fields.atMostOneOf("httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName");
        fields.atMostOneOf("ringHash", "maglev");
        return new ConsistentHash(fields.where(), key(fields), algorithm(fields), size(fields, "minimumRingSize"));
    }

    private static ConsistentHash.@Nullable HashKey key(Fields fields) {
        var header = fields.text("httpHeaderName");
        var cookie = fields.object("httpCookie", ConsistentHashReader::cookie);
        var useSourceIp = fields.flag("useSourceIp");
        var parameter = fields.text("httpQueryParameterName");
        if (header != null) {
            return new ConsistentHash.HttpHeaderName(fields.where().field("httpHeaderName"), header);
        }
        if (cookie != null) {
            return cookie;
        }
        if (useSourceIp != null) {
            return new ConsistentHash.UseSourceIp(fields.where().field("useSourceIp"), useSourceIp);
        }
        return parameter == null
                ? null
                : new ConsistentHash.HttpQueryParameterName(fields.where().field("httpQueryParameterName"), parameter);
    }

    private static ConsistentHash.HttpCookie cookie(Fields fields) {
        return new ConsistentHash.HttpCookie(
                fields.where(),
                fields.requiredText("name"),
                fields.text("path"),
                fields.duration("ttl"),
                fields.objects("attributes", ConsistentHashReader::attribute));
    }

    private static ConsistentHash.HttpCookie.Attribute attribute(Fields fields) {
        return new ConsistentHash.HttpCookie.Attribute(
                fields.where(), fields.requiredText("name"), fields.text("value"));
    }

    private static ConsistentHash.@Nullable HashAlgorithm algorithm(Fields fields) {
        var ringHash = fields.object(
                "ringHash", ring -> new ConsistentHash.RingHash(ring.where(), size(ring, "minimumRingSize")));
        var maglev =
                fields.object("maglev", table -> new ConsistentHash.Maglev(table.where(), size(table, "tableSize")));
        return ringHash != null ? ringHash : maglev;
    }

    private static @Nullable Long size(Fields fields, String name) {
        return fields.integer(name, 0, Long.MAX_VALUE);
    }
}
