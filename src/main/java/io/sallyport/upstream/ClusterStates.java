package io.sallyport.upstream;

import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.ClusterLoads;
import io.sallyport.policy.Cluster;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * The state of each cluster, by name: a reload that keeps the name keeps the state. It is forgotten once no snapshot and
 * no exchange has a cluster of that name any more, which the garbage collector finds out, and nothing goes on there.
 */
public final class ClusterStates implements ClusterLoads {

    /** One cluster that uses a state, for as long as somebody holds the cluster. */
    private static final class User extends WeakReference<Cluster> {
        final String name;

        User(Cluster cluster, ReferenceQueue<Cluster> queue) {
            super(cluster, queue);
            name = cluster.name();
        }
    }

    /** A state and its users: two during a reload, or where a cluster goes by name and by address. */
    private static final class Entry {
        final ClusterState state = new ClusterState(System.nanoTime());
        private volatile User[] users = new User[0];

        boolean isUsedBy(Cluster cluster) {
            for (User user : users) {
                if (user.refersTo(cluster)) {
                    return true;
                }
            }
            return false;
        }

        /** Called for one at a time: within an update of the map. */
        void add(User user) {
            List<User> all = present();
            all.add(user);
            users = all.toArray(User[]::new);
        }

        boolean isUnused() {
            return !hasUsers() && state.load.isIdle();
        }

        boolean hasUsers() {
            return !present().isEmpty();
        }

        private List<User> present() {
            List<User> present = new ArrayList<>();
            for (User user : users) {
                if (!user.refersTo(null)) {
                    present.add(user);
                }
            }
            return present;
        }
    }

    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final ReferenceQueue<Cluster> gone = new ReferenceQueue<>();
    private final Queue<String> leaving = new ConcurrentLinkedQueue<>();

    @Override
    public ClusterLoad of(Cluster cluster) {
        return state(cluster).load;
    }

    ClusterState state(Cluster cluster) {
        Entry found = entries.get(cluster.name());
        return found != null && found.isUsedBy(cluster) ? found.state : enter(cluster);
    }

    private ClusterState enter(Cluster cluster) {
        forgetUnused();
        Entry entered = entries.compute(cluster.name(), (name, present) -> {
            Entry entry = present == null ? new Entry() : present;
            if (!entry.isUsedBy(cluster)) {
                entry.add(new User(cluster, gone));
            }
            return entry;
        });
        return entered.state;
    }

    private void forgetUnused() {
        for (Reference<? extends Cluster> ended = gone.poll(); ended != null; ended = gone.poll()) {
            if (ended instanceof User user) {
                leaving.add(user.name);
            }
        }
        for (int left = leaving.size(); left > 0; left--) {
            String name = leaving.poll();
            if (name != null) {
                Entry kept = entries.computeIfPresent(name, (same, entry) -> entry.isUnused() ? null : entry);
                if (kept != null && !kept.hasUsers()) {
                    // A connection is not closed yet.
                    leaving.add(name);
                }
            }
        }
    }

    /** What goes on at each cluster that was called, by name. */
    public List<ClusterReading> readings() {
        List<ClusterReading> readings = new ArrayList<>(entries.size());
        entries.forEach((name, entry) -> {
            ClusterState state = entry.state;
            readings.add(new ClusterReading(
                    name,
                    state.load.connections().get(),
                    state.load.requests(),
                    state.load.pending(),
                    state.hosts().size(),
                    state.outliers.ejected()));
        });
        readings.sort(Comparator.comparing(ClusterReading::name));
        return readings;
    }

    /** How many clusters are remembered. */
    int size() {
        return entries.size();
    }
}
