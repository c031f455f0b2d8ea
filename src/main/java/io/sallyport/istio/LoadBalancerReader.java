package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Reads how an endpoint is chosen. */
final class LoadBalancerReader {
    private LoadBalancerReader() {}

    static LoadBalancerSettings read(Fields fields) {
        fields.atMostOneOf("simple", "consistentHash");
        return new LoadBalancerSettings(
                fields.where(),
                policy(fields),
                fields.object("localityLbSetting", LocalityReader::locality),
                fields.object("zoneAwareLbSetting", LocalityReader::zoneAware),
                fields.duration("warmupDurationSecs"),
                fields.object("warmup", LoadBalancerReader::warmup));
    }

    private static LoadBalancerSettings.@Nullable Policy policy(Fields fields) {
        var simple = fields.choice("simple", LoadBalancerSettings.SimpleLoadBalancer.values());
        var consistentHash = fields.object("consistentHash", ConsistentHashReader::read);
        return simple == null
                ? consistentHash
                : new LoadBalancerSettings.Simple(fields.where().field("simple"), simple);
    }

    private static LoadBalancerSettings.WarmupConfiguration warmup(Fields fields) {
        fields.mayBeNull("minimumPercent", "aggression");
        return new LoadBalancerSettings.WarmupConfiguration(
                fields.where(),
                fields.requiredDuration("duration"),
                fields.number("minimumPercent", 0, 100),
                fields.number("aggression", 0, Double.MAX_VALUE));
    }
}
