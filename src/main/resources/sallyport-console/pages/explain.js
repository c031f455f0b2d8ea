import { element, replace } from "../parts/element.js";
import { ask } from "../parts/fetch.js";
import { head } from "../parts/head.js";
import { story } from "../parts/story.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Asks what would become of a request, without sending it. */
export function open(root, { query }) {
  const url = element("input", { type: "text", id: "url", name: "url", required: true, autocomplete: "off", spellcheck: "false", placeholder: "http://www.example.com/path", value: query.get("url") ?? "" });
  const method = element("select", { id: "method", name: "method" }, METHODS.map(name => element("option", { selected: name === query.get("method") }, name)));
  const headers = element("textarea", { id: "headers", name: "headers", rows: "2", spellcheck: "false", placeholder: "x-team: shop" }, query.getAll("header").join("\n"));
  const answer = element("div", { "aria-live": "polite" });
  const form = element(
    "form",
    { class: "card ask", onsubmit: submit },
    field("Method", "method", method),
    field("URL", "url", url),
    field("Headers, one a line", "headers", headers),
    element("button", { class: "button primary" }, "Explain"),
  );
  const { whole, say } = head("Explain");
  say("What would become of a request: nothing is sent, no name is resolved.");
  root.append(whole, form, answer);
  if (url.value) {
    tell();
  } else {
    url.focus({ preventScroll: true });
  }

  function submit(event) {
    event.preventDefault();
    history.replaceState(null, "", "#/explain?" + asked());
    tell();
  }

  function asked() {
    const all = new URLSearchParams({ method: method.value, url: url.value.trim() });
    headers.value.split("\n").map(line => line.trim()).filter(Boolean).forEach(line => all.append("header", line));
    return all;
  }

  async function tell() {
    try {
      replace(answer, element("section", { class: "card" }, story(await ask("explain", asked()))));
    } catch (failure) {
      replace(answer, element("section", { class: "card refused" }, element("h2", {}, "That cannot be told"), element("p", {}, failure.message)));
    }
  }

  // Nothing here grows old; asked for all the same, so that the bar tells whether somebody answers.
  return { title: "Explain", refresh: () => ask("config", "") };
}

function field(label, id, input) {
  return element("div", { class: "field field-" + id }, element("label", { for: id }, label), input);
}
