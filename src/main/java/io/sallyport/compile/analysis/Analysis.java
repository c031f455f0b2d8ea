package io.sallyport.compile.analysis;

import io.sallyport.compile.ProblemCollector;
import io.sallyport.compile.Visibility;
import io.sallyport.istio.Resource;
import java.util.List;

/** All analyzers, one after the other. */
public final class Analysis {

    private static final List<Analyzer> ANALYZERS = List.of(
            new NotVisible(),
            new ConflictingPorts(),
            new ShadowedEntries(),
            new MissingAddresses(),
            new PortNames(),
            new WideOpenEntries(),
            new DuplicateHosts(),
            new UnlistedHosts(),
            new UnknownDestinations(),
            new HttpRuleOrder(),
            new ConnectionRuleOrder(),
            new ImpossibleMatches(),
            new OpaqueRoutes(),
            new RetryTiming(),
            new RetryConditions(),
            new RuleHosts(),
            new RuleConflicts(),
            new RulePorts(),
            new EmptySubsets(),
            new ServerCertificates(),
            new DoubleTls(),
            new RefusedPlaintext());

    private Analysis() {}

    /**
     * Adds warnings to what checks have found; errors are theirs alone.
     *
     * @param resources all that were read, also those that a check refuses
     * @param visibility for whom is compiled
     */
    public static void run(List<Resource> resources, Visibility visibility, ProblemCollector problems) {
        Listing listing = new Listing(resources, visibility);
        Findings findings = new Findings(problems);
        ANALYZERS.forEach(analyzer -> analyzer.run(listing, findings));
    }
}
