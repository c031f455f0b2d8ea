package io.sallyport.compile;

import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.TunnelRules;

/**
 * What an entry says of tunnels to one of its ports.
 *
 * @param named what the first bytes of those that ask for a name have to be
 * @param addressed the same for those that ask for an address: clients then have no server name to send
 * @param bounded whether a route's timeout bounds them
 */
record TunnelTerms(TunnelRules named, TunnelRules addressed, boolean bounded) {

    static TunnelTerms of(ServiceEntry entry, ServicePort port) {
        boolean bounded = Annotations.boundsTunnels(entry);
        if (!port.protocol().isTls()) {
            return new TunnelTerms(TunnelRules.ANY, TunnelRules.ANY, bounded);
        }
        String written = Annotations.written(entry, Annotations.SERVER_NAME);
        return new TunnelTerms(
                new TunnelRules(true, !Annotations.OPTIONAL.equals(written)),
                new TunnelRules(true, Annotations.REQUIRED.equals(written)),
                bounded);
    }
}
