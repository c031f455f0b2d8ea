import { arrows, element, replace } from "../parts/element.js";
import { get } from "../parts/fetch.js";
import { empty, head } from "../parts/head.js";
import { standing } from "../parts/badge.js";
import { count, link, many, millis, share } from "../parts/words.js";

/** Every host that is listed, and every other that was asked for. */
export function open(root, { query }) {
  const field = element("input", { type: "search", placeholder: "Part of a name", "aria-label": "Filter by name", value: query.get("filter") ?? "", oninput: () => refresh() });
  const { whole, say } = head("Hosts", field);
  const rows = element("tbody", {});
  const table = element("section", { class: "card list" }, element("div", { class: "scroll" }, element("table", {}, headings(), rows)));
  const nothing = element("div", {});
  arrows(rows, "a.row");
  root.append(whole, nothing, table);

  async function refresh() {
    const { hosts, total } = await get("hosts", { filter: field.value });
    table.hidden = hosts.length === 0;
    say(hosts.length < total ? `${many(hosts.length, "host")} of ${count(total)}: filter to see others.` : `${many(total, "host")}, those with traffic first.`);
    replace(nothing, hosts.length ? [] : none(field.value));
    replace(rows, hosts.map(row));
  }

  return { title: "Hosts", refresh };
}

function none(filter) {
  return filter
    ? empty("No such host", "Neither a ServiceEntry nor a caller has a name with this part.")
    : empty("No host is listed", "Put a ServiceEntry into the configuration folder; the page Explain makes one for a URL that is denied.");
}

function headings() {
  return element("thead", {}, element("tr", {}, ["Host", "", "Ports", "ServiceEntry", "Last hour", "Errors", "p99"].map((name, i) => element("th", { scope: "col", class: i > 3 ? "number" : null }, name))));
}

function row(host) {
  const { hour } = host;
  return element(
    "tr",
    {},
    element("td", {}, element("a", { class: "row", href: link("hosts", host.name), "data-key": host.name }, host.name)),
    element("td", {}, standing(host.listed ? "listed" : host.denied ? "denied" : "unlisted")),
    element("td", {}, host.ports?.join(", ") ?? "–"),
    element("td", { class: "muted", title: host.where }, host.entry ?? "–"),
    element("td", { class: "number" }, count(hour.count)),
    element("td", { class: "number" }, hour.count ? share(hour.errorShare) : "–"),
    element("td", { class: "number" }, hour.count ? millis(hour.p99) : "–"),
  );
}
