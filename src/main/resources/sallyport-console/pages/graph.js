import { arrows, element, replace } from "../parts/element.js";
import { get } from "../parts/fetch.js";
import { choice, empty, figure, head } from "../parts/head.js";
import { topology } from "../parts/topology.js";
import { side } from "../parts/side.js";
import { ago, count, link, many, millis, rate, share } from "../parts/words.js";

const TIMES = [[1, "1 min"], [5, "5 min"], [60, "1 h"]];

/** Callers, hosts and what goes on between them; the same as a list, for whoever reads rather than looks. */
export function open(root) {
  let minutes = 1;
  const { whole, say } = head("Service graph", choice("Time", TIMES, minutes, value => {
    minutes = value;
    refresh();
  }));
  const figures = element("div", { class: "figures" });
  const panel = side(() => map.release());
  const map = topology(node => panel.open(node));
  const stage = element("section", { class: "card stage", "aria-label": "Graph" }, map.box);
  const nothing = element("div", {});
  const rows = element("tbody", {});
  const list = element(
    "section",
    { class: "card list" },
    element("h2", {}, "The same as a list"),
    element("div", { class: "scroll" }, element("table", {}, headings(), rows)),
  );
  arrows(rows, "a.row");
  root.append(whole, figures, nothing, element("div", { class: "stage-row" }, element("div", { class: "stage-left" }, stage, list), panel.box));

  async function refresh() {
    const graph = await get("graph", { minutes });
    const any = graph.edges.length > 0;
    stage.hidden = list.hidden = figures.hidden = !any;
    panel.box.hidden ||= !any;
    say(sentence(graph));
    replace(nothing, any ? [] : noTraffic(graph));
    if (any) {
      replace(figures, sums(graph));
      map.show(graph);
      replace(rows, graph.edges.map(edge => row(edge, graph)));
    }
  }

  return { title: "Service graph", refresh, close: () => map.close() };
}

function sentence(graph) {
  const callers = graph.nodes.filter(node => node.kind === "caller").length;
  const hosts = graph.nodes.filter(node => node.kind === "host");
  const denied = hosts.filter(node => node.standing === "denied").length;
  const policy = graph.outboundPolicy === "REGISTRY_ONLY" ? "Only listed hosts are reachable." : "Hosts that are not listed pass, too.";
  return hosts.length
    ? `${many(callers, "caller")} and ${many(hosts.length, "host")} within the last hour, ${denied ? denied + " denied" : "none denied"}. ${policy}`
    : `${many(graph.listedHosts, "host")} listed. ${policy}`;
}

function sums(graph) {
  const passed = graph.edges.filter(edge => !edge.denied);
  const sum = (edges, key) => edges.reduce((total, edge) => total + edge[key], 0);
  const calls = sum(passed, "count");
  const failures = sum(passed, "failures");
  const slowest = Math.max(0, ...passed.map(edge => edge.p99));
  const denials = sum(graph.edges.filter(edge => edge.denied), "count");
  return [
    figure("Requests", rate(sum(passed, "rate"))),
    figure("Failed", share(calls ? failures / calls : 0), failures ? "tone-bad" : ""),
    figure("Slowest p99", millis(slowest)),
    figure("Denied", count(denials), denials ? "tone-denied" : ""),
  ];
}

function noTraffic(graph) {
  return empty(
    "No traffic yet",
    `${many(graph.listedHosts, "host")} may be called. Send a request through the outbound port (15001 unless it was set otherwise), and it is drawn here.`,
    "curl -x http://localhost:15001 http://example.com/",
  );
}

function headings() {
  const names = ["Caller", "Host", "Rate", "Errors", "p50", "p99", "Last"];
  return element("thead", {}, element("tr", {}, names.map((name, i) => element("th", { scope: "col", class: i > 1 ? "number" : null }, name))));
}

function row(edge, graph) {
  const from = edge.source.slice("caller ".length);
  const to = edge.target.slice("host ".length);
  return element(
    "tr",
    { class: edge.denied ? "is-denied" : null },
    element("td", {}, from),
    element("td", {}, element("a", { class: "row", href: link("hosts", to), "data-key": edge.source + edge.target + edge.denied }, to), element("span", { class: "when-narrow" }, "from " + from), edge.denied && element("span", { class: "badge denied" }, edge.reason)),
    element("td", { class: "number" }, rate(edge.rate)),
    element("td", { class: "number" }, edge.denied ? "–" : share(edge.errorShare)),
    element("td", { class: "number" }, edge.count ? millis(edge.p50) : "–"),
    element("td", { class: "number" }, edge.count ? millis(edge.p99) : "–"),
    element("td", { class: "number" }, ago(edge.lastAt, graph.at)),
  );
}
