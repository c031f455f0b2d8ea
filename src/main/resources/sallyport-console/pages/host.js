import { element, replace } from "../parts/element.js";
import { get } from "../parts/fetch.js";
import { figure, head } from "../parts/head.js";
import { chart } from "../parts/chart.js";
import { remedy } from "../parts/remedy.js";
import { standing } from "../parts/badge.js";
import { story } from "../parts/story.js";
import { count, many, millis, share } from "../parts/words.js";

const CODES = [["2xx", "--good"], ["3xx", "--calm"], ["4xx", "--warn"], ["5xx", "--bad"], ["none", "--line-strong"]];
const LATENCIES = [["p50", "--good"], ["p90", "--calm"], ["p99", "--accent-strong"]];

/** One host: the last hour, what applies to it in words, where it leads, its certificate. */
export function open(root, { name }) {
  const { whole, say } = head(name, element("a", { class: "button", href: "#/exchanges?host=" + encodeURIComponent(name) }, "Its exchanges"));
  const figures = element("div", { class: "figures" });
  const denial = element("div", {});
  const codes = chart("Status codes, a minute", CODES.map(line), value => count(value), true);
  const latencies = chart("Latency", LATENCIES.map(line), value => millis(value), false);
  const facts = element("div", { class: "columns" });
  const policy = element("div", {});
  root.append(element("p", { class: "crumb" }, element("a", { href: "#/hosts" }, "Hosts")), whole, denial, figures, element("div", { class: "columns" }, codes.figure, latencies.figure), facts, policy);

  async function refresh() {
    let host;
    try {
      host = await get("hosts/" + encodeURIComponent(name));
    } catch (failure) {
      say(failure.message + ".");
      throw failure;
    }
    say(sentence(host));
    const { total } = host;
    replace(figures, figure("Last hour", count(total.count)), figure("Failed", share(total.errorShare), total.failures ? "tone-bad" : ""), figure("p50", millis(total.p50)), figure("p99", millis(total.p99)));
    replace(denial, host.stillDenied ? denied(host) : []);
    const times = host.minutes.map(minute => minute.at / 1000);
    codes.show(times, CODES.map(([key]) => host.minutes.map(minute => minute.codes[key] ?? 0)));
    latencies.show(times, LATENCIES.map(([key]) => host.minutes.map(minute => (minute.count ? minute[key] : null))));
    replace(facts, callers(host), clusters(host));
    replace(policy, (host.policy ?? []).map(port));
  }

  return {
    title: name,
    refresh,
    close() {
      codes.close();
      latencies.close();
    },
  };
}

const line = ([name, color]) => ({ name: name === "none" ? "no answer" : name, color });

function sentence(host) {
  if (!host.listed) {
    return "No ServiceEntry lists this host.";
  }
  return host.service ? `Listed by ServiceEntry ${host.service.entry}, ${host.service.where}${host.service.host === host.name ? "" : ", as " + host.service.host}.` : "Named by a VirtualService alone.";
}

function denied(host) {
  return element(
    "section",
    { class: "card denied-card" },
    element("p", { class: "over" }, standing("denied")),
    element("h2", {}, host.denial.denial.title),
    element("p", {}, host.denial.denial.detail),
    element("h3", {}, "Allow it"),
    remedy(host.denial.denial),
  );
}

function callers(host) {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, "Who calls it"),
    host.callers.length
      ? element("table", {}, element("thead", {}, element("tr", {}, ["Caller", "", "Last hour", "p99"].map((name, i) => element("th", { scope: "col", class: i > 1 ? "number" : null }, name)))), element("tbody", {}, host.callers.map(one =>
          element("tr", {}, element("td", {}, element("a", { href: "#/exchanges?caller=" + encodeURIComponent(one.name) + "&host=" + encodeURIComponent(host.name) }, one.name)), element("td", {}, one.standing === "listed" ? "" : standing(one.standing)), element("td", { class: "number" }, count(one.count)), element("td", { class: "number" }, millis(one.p99))))))
      : element("p", { class: "muted" }, "Nobody within the last hour."),
  );
}

function clusters(host) {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, "Where it leads"),
    certificate(host),
    (host.clusters ?? []).map(cluster =>
      element(
        "div",
        { class: "cluster" },
        element("p", {}, element("code", {}, cluster.name), cluster.tls && element("span", { class: "badge good" }, "TLS"), cluster.ejected > 0 && element("span", { class: "badge bad" }, many(cluster.ejected, "address") + " ejected")),
        element("ul", { class: "plain" }, endpoints(cluster).map(text => element("li", {}, text))),
        element("p", { class: "muted" }, state(cluster)),
      ),
    ),
    !host.clusters?.length && element("p", { class: "muted" }, "Nowhere: it is not listed."),
  );
}

function endpoints(cluster) {
  if (cluster.discovery === "REQUESTED") {
    return ["wherever the request asks to go"];
  }
  return cluster.endpoints.map(one => `${one.address}:${one.port}${one.weight > 1 ? ", weight " + one.weight : ""}${one.locality ? ", " + one.locality : ""}`);
}

function state(cluster) {
  if (cluster.connections === undefined) {
    return "Not called yet.";
  }
  const health = cluster.ejected ? "" : cluster.outlierDetection ? ", none ejected" : ", no outlier detection";
  return `${many(cluster.connections, "connection")}, ${many(cluster.requests, "request")} on them, ${cluster.pending} waiting${health}.`;
}

function certificate(host) {
  if (!host.certificate) {
    return null;
  }
  const { days, goodUntil } = host.certificate;
  const tone = days < 7 ? "bad" : days < 30 ? "warn" : "good";
  return element("p", {}, element("span", { class: "badge " + tone }, days < 0 ? "certificate expired" : "certificate good for " + many(days, "day")), " until " + goodUntil.slice(0, 10));
}

function port({ port: number, protocol, story: told }) {
  return element(
    "details",
    { class: "card policy", open: true },
    element("summary", {}, element("h2", {}, "Port " + number), element("span", { class: "badge" }, protocol), element("span", { class: "muted" }, "what applies, in words")),
    story(told),
  );
}
