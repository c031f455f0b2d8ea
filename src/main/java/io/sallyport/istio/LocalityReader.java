package io.sallyport.istio;

/** Reads preferences for near endpoints. */
final class LocalityReader {
    private LocalityReader() {}

    static LocalityLoadBalancerSetting locality(Fields fields) {
        fields.mayBeNull("enabled");
        return new LocalityLoadBalancerSetting(
                fields.where(),
                fields.objects("distribute", LocalityReader::distribute),
                fields.objects("failover", LocalityReader::failover),
                fields.texts("failoverPriority"),
                fields.flag("enabled"));
    }

    static ZoneAwareLoadBalancerSetting zoneAware(Fields fields) {
        fields.mayBeNull("enabled", "minClusterSize");
        return new ZoneAwareLoadBalancerSetting(
                fields.where(),
                fields.flag("enabled"),
                fields.objects("failover", LocalityReader::failover),
                fields.texts("failoverPriority"),
                fields.integer("minClusterSize", 1, Long.MAX_VALUE));
    }

    private static LocalityLoadBalancerSetting.Distribute distribute(Fields fields) {
        return new LocalityLoadBalancerSetting.Distribute(
                fields.where(), fields.text("from"), fields.unsignedMap("to", Integer.MAX_VALUE));
    }

    private static LocalityLoadBalancerSetting.Failover failover(Fields fields) {
        return new LocalityLoadBalancerSetting.Failover(fields.where(), fields.text("from"), fields.text("to"));
    }
}
