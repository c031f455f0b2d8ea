// Which page is shown, and that it stays fresh: every two seconds, while anybody looks.
import { element, replace } from "./parts/element.js";
import * as graph from "./pages/graph.js";
import * as hosts from "./pages/hosts.js";
import * as host from "./pages/host.js";
import * as exchanges from "./pages/exchanges.js";
import * as exchange from "./pages/exchange.js";
import * as config from "./pages/config.js";
import * as explain from "./pages/explain.js";

const PAGES = { "": graph, hosts, exchanges, config, explain };
const DETAILS = { hosts: host, exchanges: exchange };
const EVERY_MILLIS = 2000;

const content = document.getElementById("content");
const live = document.getElementById("live");
let shown = null;
let busy = false;

function address() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [page, ...rest] = path.split("/");
  return { page, name: decodeURIComponent(rest.join("/")), query: new URLSearchParams(query) };
}

function open() {
  const { page, name, query } = address();
  const module = (name && DETAILS[page]) || PAGES[page] || graph;
  shown?.close?.();
  for (const link of document.querySelectorAll("#pages a")) {
    const here = link.dataset.page === (page || "graph");
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  content.className = "page page-" + (page || "graph");
  content.replaceChildren();
  shown = module.open(content, { name, query });
  document.title = (shown.title ?? "Sallyport") + " · Sallyport";
  refresh();
}

async function refresh() {
  const asked = shown;
  if (busy || document.hidden || !asked?.refresh) {
    return;
  }
  busy = true;
  try {
    await asked.refresh();
    tell("live", "live");
  } catch (failure) {
    tell("lost", failure.status ? "refused" : "no answer");
    if (failure.status && asked === shown && !content.childElementCount) {
      replace(content, element("p", { class: "empty" }, failure.message));
    }
  } finally {
    busy = false;
  }
  if (asked !== shown) {
    refresh();
  }
}

function tell(state, text) {
  live.dataset.state = state;
  live.lastElementChild.textContent = text;
}

document.getElementById("skip").addEventListener("click", event => {
  event.preventDefault();
  content.focus();
});
addEventListener("hashchange", () => {
  open();
  scrollTo(0, 0);
});
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, EVERY_MILLIS);
open();
