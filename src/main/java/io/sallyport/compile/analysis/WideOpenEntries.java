package io.sallyport.compile.analysis;

import io.sallyport.compile.HostNames;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.AddressRange;
import java.util.Set;

/** Entries that open far more than one service: whole top-level domains, domains for rent, most of the Internet. */
final class WideOpenEntries implements Analyzer {

    /** Shorter prefixes hold more than any one network that somebody runs. */
    private static final int SHORTEST_IPV4 = 8;

    private static final int SHORTEST_IPV6 = 16;

    /** Domains below which anybody can have a name, as far as they are commonly met. */
    private static final Set<String> ANYBODYS = Set.of(
            "co.uk",
            "org.uk",
            "com.au",
            "com.br",
            "com.cn",
            "co.in",
            "co.jp",
            "co.kr",
            "co.nz",
            "co.za",
            "amazonaws.com",
            "s3.amazonaws.com",
            "appspot.com",
            "azureedge.net",
            "azurewebsites.net",
            "blob.core.windows.net",
            "cloudapp.azure.com",
            "cloudfront.net",
            "firebaseapp.com",
            "github.io",
            "githubusercontent.com",
            "gitlab.io",
            "herokuapp.com",
            "netlify.app",
            "ngrok.io",
            "onrender.com",
            "pages.dev",
            "run.app",
            "storage.googleapis.com",
            "trycloudflare.com",
            "vercel.app",
            "web.app",
            "workers.dev");

    @Override
    public void run(Listing listing, Findings findings) {
        for (ServiceEntry entry : listing.entries()) {
            for (int i = 0; i < entry.hosts().size(); i++) {
                host(entry, i, findings);
            }
            for (int i = 0; i < entry.addresses().size(); i++) {
                range(entry, i, findings);
            }
        }
    }

    private static void host(ServiceEntry entry, int index, Findings findings) {
        String host = HostNames.normal(entry.hosts().get(index));
        if (!host.startsWith("*.")) {
            return;
        }
        String domain = host.substring(2);
        boolean top = domain.indexOf('.') < 0;
        if (top || ANYBODYS.contains(domain)) {
            findings.warning(
                    entry,
                    entry.spec().field("hosts").index(index),
                    "wide-open",
                    host,
                    "opens every name below " + ResourceProblems.quoted(domain) + ", "
                            + (top ? "a whole top-level domain" : "where anybody can have one")
                            + "; list the names that are needed");
        }
    }

    private static void range(ServiceEntry entry, int index, Findings findings) {
        String text = entry.addresses().get(index);
        if (!AddressRange.isRange(text)) {
            return;
        }
        AddressRange range = AddressRange.parse(text);
        boolean ipv4 = range.network().getAddress().length == 4;
        if (range.prefixLength() < (ipv4 ? SHORTEST_IPV4 : SHORTEST_IPV6)) {
            findings.warning(
                    entry,
                    entry.spec().field("addresses").index(index),
                    "wide-open",
                    text,
                    text + " opens " + (range.prefixLength() == 0 ? "every address" : "a large part of all addresses")
                            + (ipv4 ? " of IPv4" : " of IPv6") + " at the entry's ports");
        }
    }
}
