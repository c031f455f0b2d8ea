import { element, replace } from "../parts/element.js";
import { get } from "../parts/fetch.js";
import { head } from "../parts/head.js";
import { badge } from "../parts/badge.js";
import { story } from "../parts/story.js";
import { timeline } from "../parts/timeline.js";
import { bytes, clock, link, millis } from "../parts/words.js";

/** One exchange: what it was, where its time went, and how it was decided. */
export function open(root, { name }) {
  const { whole, say } = head("Exchange " + name);
  const body = element("div", {});
  root.append(element("p", { class: "crumb" }, element("a", { href: "#/exchanges" }, "Exchanges")), whole, body);
  let told = false;

  async function refresh() {
    if (told) {
      return;
    }
    try {
      const exchange = await get("exchanges/" + encodeURIComponent(name));
      whole.querySelector("h1").textContent = title(exchange);
      say(`${clock(exchange.at)}, by ${exchange.caller}${exchange.callerDetail ? ", " + exchange.callerDetail : ""}`);
      replace(body, sections(exchange));
      told = true;
    } catch (failure) {
      say(failure.message + ".");
      throw failure;
    }
  }

  return { title: "Exchange " + name, refresh };
}

function title(exchange) {
  return exchange.form === "tunnel" ? `${exchange.method} ${exchange.host}:${exchange.port}` : `${exchange.method} ${exchange.scheme}://${exchange.authority}${exchange.path}`;
}

function sections(exchange) {
  return [
    element("section", { class: "card" }, element("p", { class: "over" }, badge(exchange), element("b", {}, millis(exchange.durationMillis))), exchange.detail && element("p", { class: "why" }, exchange.detail), facts(exchange)),
    element("section", { class: "card" }, element("h2", {}, "Where the time went"), exchange.attempts.length ? timeline(exchange) : element("p", { class: "muted" }, "Nothing was sent: it was answered here.")),
    element("section", { class: "card" }, element("h2", {}, "How it was decided"), story(exchange.explanation)),
  ];
}

function facts(exchange) {
  const all = [
    ["Host", element("a", { href: link("hosts", exchange.decision.listed ?? exchange.host) }, exchange.decision.listed ?? exchange.host)],
    ["Sent to", exchange.decision.cluster],
    ["Route", exchange.decision.route],
    ["Outcome", exchange.outcome.toLowerCase().replaceAll("_", " ")],
    ["First byte", exchange.firstByteMillis === null ? null : millis(exchange.firstByteMillis)],
    ["Bytes in, out", bytes(exchange.bytesReceived) + ", " + bytes(exchange.bytesSent)],
    ["Client", exchange.client + ", " + exchange.protocol],
    ["Generation", String(exchange.generation)],
    ["Trace", exchange.traceId],
  ].filter(([, value]) => value);
  return element("dl", { class: "facts wide" }, all.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}
