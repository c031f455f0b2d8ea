import { element, replace } from "./element.js";
import { get } from "./fetch.js";
import { standing } from "./badge.js";
import { remedy } from "./remedy.js";
import { caller, count, link, millis, rate, share } from "./words.js";

/** What is told beside the graph of the node that was chosen. */
export function side(closed) {
  const box = element("aside", { class: "card side", "aria-live": "polite", hidden: true });
  box.addEventListener("keydown", event => event.key === "Escape" && close());

  function close() {
    box.hidden = true;
    closed();
  }

  async function open(node) {
    box.hidden = false;
    const told = node.kind === "host" ? await aboutHost(node) : aboutCaller(node);
    replace(box, element("button", { type: "button", class: "icon-button close", "aria-label": "Close", onclick: close }, "×"), told);
    if (matchMedia("(max-width: 900px)").matches) {
      box.scrollIntoView({ behavior: "smooth", block: "nearest" });
    }
  }

  return { box, open };
}

async function aboutHost(node) {
  const title = element("h2", {}, node.name);
  try {
    const host = await get("hosts/" + encodeURIComponent(node.name));
    return [
      element("p", { class: "over" }, standing(node.standing)),
      title,
      host.stillDenied ? denied(host) : figures(host),
      element(
        "p",
        { class: "links" },
        element("a", { href: link("hosts", node.name) }, "Its page"),
        element("a", { href: "#/exchanges?host=" + encodeURIComponent(node.name) }, "Its exchanges"),
      ),
    ];
  } catch (failure) {
    return [title, element("p", { class: "muted" }, failure.message)];
  }
}

function denied(host) {
  const { denial } = host.denial;
  return [element("p", { class: "why" }, denial.detail), element("h3", {}, "Allow it"), remedy(denial, fileName(host.name))];
}

function fileName(host) {
  return "allow-" + (host.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "host") + ".yaml";
}

function figures({ total, service }) {
  const facts = [
    ["Last hour", count(total.count)],
    ["Rate", rate(total.rate)],
    ["Errors", share(total.errorShare)],
    ["p50", millis(total.p50)],
    ["p99", millis(total.p99)],
    service && ["ServiceEntry", service.entry],
    service && ["Written in", service.where],
  ].filter(Boolean);
  return element("dl", { class: "facts" }, facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function aboutCaller(node) {
  const words = caller(node.name);
  return [
    element("p", { class: "over" }, "Caller"),
    element("h2", {}, words.name),
    words.place && element("p", { class: "muted" }, "in " + words.place),
    element("p", { class: "links" }, element("a", { href: "#/exchanges?caller=" + encodeURIComponent(node.name) }, "Its exchanges")),
  ];
}
