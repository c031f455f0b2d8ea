import { arrows, element, replace } from "../parts/element.js";
import { get } from "../parts/fetch.js";
import { empty, head } from "../parts/head.js";
import { badge } from "../parts/badge.js";
import { spark } from "../parts/timeline.js";
import { clock, count, link, millis } from "../parts/words.js";

/** The latest exchanges, filtered as the address says. */
export function open(root, { query }) {
  const fields = {
    host: input("host", "Part of a host", query),
    caller: input("caller", "Part of a caller", query),
    status: element("select", { name: "status", "aria-label": "Status", onchange: filter }, [["", "Any status"], ["2xx", "2xx"], ["3xx", "3xx"], ["4xx", "4xx"], ["5xx", "5xx"], ["failed", "Failed"], ["denied", "Denied"]].map(([value, text]) => element("option", { value, selected: value === (query.get("status") ?? "") }, text))),
  };
  const form = element("form", { class: "filters", role: "search", onsubmit: event => event.preventDefault() }, Object.values(fields));
  const { whole, say } = head("Exchanges", form);
  const rows = element("tbody", {});
  const table = element("section", { class: "card list" }, element("div", { class: "scroll" }, element("table", { class: "exchanges" }, headings(), rows)));
  const nothing = element("div", {});
  arrows(rows, "a.row");
  root.append(whole, nothing, table);

  function input(name, text) {
    return element("input", { type: "search", name, placeholder: text, "aria-label": text, value: query.get(name) ?? "", oninput: filter });
  }

  function filter() {
    const asked = new URLSearchParams();
    for (const [name, field] of Object.entries(fields)) {
      field.value && asked.set(name, field.value);
    }
    // The address can be shared, and going back leads to the page before, not to each letter.
    history.replaceState(null, "", "#/exchanges" + (asked.size ? "?" + asked : ""));
    refresh();
  }

  async function refresh() {
    const asked = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()]));
    const { exchanges, kept, total } = await get("exchanges", asked);
    table.hidden = exchanges.length === 0;
    say(`The newest first. ${count(total)} so far; the last ${count(kept)} are remembered.`);
    replace(nothing, exchanges.length ? [] : none(total));
    replace(rows, exchanges.map(row));
  }

  return { title: "Exchanges", refresh };
}

function none(total) {
  return total
    ? empty("None like this", "No exchange that is remembered fits the filter. Clear a field to see more.")
    : empty("No exchange yet", "Send a request through the outbound port (15001 unless it was set otherwise).", "curl -x http://localhost:15001 http://example.com/");
}

function headings() {
  return element("thead", {}, element("tr", {}, ["Time", "Caller", "Request", "Result", "Tries", "Took", ""].map((name, i) => element("th", { scope: "col", class: i === 4 || i === 5 ? "number" : null }, name))));
}

function row(exchange) {
  const target = exchange.form === "tunnel" ? exchange.host + ":" + exchange.port : exchange.host + (exchange.port === 80 ? "" : ":" + exchange.port) + exchange.path;
  return element(
    "tr",
    {},
    element("td", { class: "time" }, clock(exchange.at)),
    element("td", { class: "clip", title: exchange.callerDetail || null }, exchange.caller),
    element("td", { class: "clip wide" }, element("a", { class: "row", href: link("exchanges", String(exchange.id)), "data-key": String(exchange.id), title: target }, element("b", {}, exchange.method), " " + target)),
    element("td", {}, badge(exchange)),
    element("td", { class: "number" }, exchange.attempts.length ? String(exchange.attempts.length) : "–"),
    element("td", { class: "number" }, millis(exchange.durationMillis)),
    element("td", {}, spark(exchange)),
  );
}
