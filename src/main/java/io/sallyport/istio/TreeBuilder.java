package io.sallyport.istio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds trees out of YAML events. Depth, recursion and the growth through aliases are bounded here, before anything
 * walks the tree, so that no file can exhaust stack or memory.
 */
final class TreeBuilder {
    /** Levels of nesting, several times what any resource needs. */
    static final int DEEPEST = 100;
    /** Nodes that aliases and merge keys may add to what is written. */
    static final int MOST_ALIASED = 100_000;

    /** Keys and values in one document; a list of twenty thousand resources has about two thirds of it. */
    static final int MOST_WRITTEN = 1_000_000;

    /** Anchors in one document: each is remembered to its end. */
    static final int MOST_ANCHORS = 10_000;

    /** What was meant, mostly, where an alias cannot be read. */
    static final String WILDCARD_HINT = "; a host with a wildcard goes in quotes";

    private static final String STRING_TAG = "tag:yaml.org,2002:str";

    private final Iterator<Event> events;
    private final int linesBefore;
    private final Words words;
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private long written;
    private long merged;

    private TreeBuilder(Iterator<Event> events, int linesBefore, Words words) {
        this.events = events;
        this.linesBefore = linesBefore;
        this.words = words;
    }

    /**
     * Hands over each document of a part as it is complete, so that those before a syntax error are not lost.
     *
     * @throws Refusal at the first thing that cannot be read
     */
    static void build(Iterator<Event> events, int linesBefore, Words words, Consumer<YamlNode> documents) {
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                var builder = new TreeBuilder(events, linesBefore, words);
                documents.accept(builder.node(events.next(), 0));
            }
        }
    }

    private YamlNode node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return resolve(alias);
        }
        if (depth > DEEPEST) {
            throw refusal("too-deep", event, "nested more than " + DEEPEST + " levels deep");
        }
        if (++written > MOST_WRITTEN) {
            throw refusal("too-large", event, "more than " + MOST_WRITTEN + " keys and values in one document");
        }
        var anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue).orElse(null);
        if (anchor != null) {
            open.add(anchor);
        }
        YamlNode node = switch (event) {
            case MappingStartEvent mapping -> mapping(mapping, depth);
            case SequenceStartEvent sequence -> sequence(sequence, depth);
            default -> scalar((ScalarEvent) event);
        };
        if (node.size() + merged > written + MOST_ALIASED) {
            throw refusal("too-many-aliases", event, "aliases blow this up to more than " + MOST_ALIASED + " values");
        }
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
            if (anchors.size() > MOST_ANCHORS) {
                throw refusal("too-many-anchors", event, "more than " + MOST_ANCHORS + " anchors in one document");
            }
        }
        return node;
    }

    private YamlNode resolve(AliasEvent event) {
        var name = event.getAlias().getValue();
        if (open.contains(name)) {
            throw refusal(
                    "recursive-alias",
                    event,
                    "alias *" + Quoted.inside(name) + " refers to the value that it is part of");
        }
        var node = anchors.get(name);
        if (node == null) {
            throw refusal(
                    "unknown-alias",
                    event,
                    "alias *" + Quoted.inside(name) + " has no anchor before it" + WILDCARD_HINT);
        }
        return node;
    }

    private YamlNode.Scalar scalar(ScalarEvent event) {
        var tag = event.getTag().orElse("");
        if (!tag.isEmpty() && !tag.equals("!") && !tag.equals(STRING_TAG)) {
            throw refusal("unknown-tag", event, "tag " + Quoted.text(tag) + " is not supported");
        }
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN && tag.isEmpty();
        return new YamlNode.Scalar(line(event), column(event), words.same(event.getValue()), plain);
    }

    private YamlNode sequence(SequenceStartEvent start, int depth) {
        refuseTag(start);
        var items = new ArrayList<YamlNode>();
        long size = 1;
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            var item = node(event, depth + 1);
            items.add(item);
            size += item.size();
        }
        return new YamlNode.Sequence(line(start), column(start), List.copyOf(items), size);
    }

    private YamlNode mapping(MappingStartEvent start, int depth) {
        refuseTag(start);
        var entries = new ArrayList<YamlNode.Entry>();
        var merges = new ArrayList<YamlNode.Mapping>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1) instanceof YamlNode.Scalar key)) {
                throw refusal("bad-key", event, "a mapping or list cannot be a key");
            }
            var next = events.next();
            var value = node(next, depth + 1);
            if (key.plain() && key.text().equals("<<")) {
                collectMerges(value, next, merges);
            } else {
                entries.add(new YamlNode.Entry(key, value));
            }
        }
        var all = merges.isEmpty() ? entries : merge(entries, merges, start);
        long size = 1;
        for (var entry : all) {
            size += entry.value().size();
        }
        return new YamlNode.Mapping(line(start), column(start), List.copyOf(all), size);
    }

    private void collectMerges(YamlNode value, Event event, List<YamlNode.Mapping> merges) {
        switch (value) {
            case YamlNode.Mapping mapping -> merges.add(mapping);
            case YamlNode.Sequence sequence -> sequence.items().forEach(item -> collectMerges(item, event, merges));
            case YamlNode.Scalar ignored -> throw refusal("bad-merge", event, "only a mapping can be merged by <<");
        }
    }

    /** What is written in the mapping itself wins over what is merged, and earlier merges win over later ones. */
    private List<YamlNode.Entry> merge(
            List<YamlNode.Entry> own, List<YamlNode.Mapping> merges, MappingStartEvent start) {
        var all = new ArrayList<>(own);
        var keys = new HashSet<String>();
        own.forEach(entry -> keys.add(entry.key().text()));
        for (var mapping : merges) {
            merged += mapping.entries().size();
            if (merged > MOST_ALIASED) {
                throw refusal("too-many-aliases", start, "merge keys copy more than " + MOST_ALIASED + " values");
            }
            for (var entry : mapping.entries()) {
                if (keys.add(entry.key().text())) {
                    all.add(entry);
                }
            }
        }
        return all;
    }

    private void refuseTag(CollectionStartEvent event) {
        var tag = event.getTag().orElse("");
        if (!tag.isEmpty() && !tag.equals("!")) {
            throw refusal("unknown-tag", event, "tag " + Quoted.text(tag) + " is not supported");
        }
    }

    private Refusal refusal(String code, Event event, String message) {
        return new Refusal(code, line(event), column(event), message);
    }

    private int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1 + linesBefore;
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }
}
