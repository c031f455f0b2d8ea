import { element, replace } from "../parts/element.js";
import { get, post } from "../parts/fetch.js";
import { figure, head } from "../parts/head.js";
import { count, many } from "../parts/words.js";

/** The configuration in force, and what is wrong with the files. */
export function open(root) {
  const button = element("button", { type: "button", class: "button", onclick: reload }, "Read again");
  const { whole, say } = head("Configuration", button);
  const banner = element("div", {});
  const figures = element("div", { class: "figures" });
  const problems = element("div", {});
  const resources = element("div", {});
  root.append(whole, banner, figures, problems, resources);

  async function reload() {
    button.disabled = true;
    try {
      await post("/reload");
    } finally {
      button.disabled = false;
    }
    await refresh();
  }

  async function refresh() {
    const config = await get("config");
    say(`Read at ${new Date(config.at).toLocaleTimeString("en-GB")}, because of ${config.trigger}.`);
    replace(banner, config.accepted ? [] : refused(config));
    replace(figures, figure("Generation in force", count(config.generation)), figure("Hosts", count(config.hosts)), figure("Errors", count(config.errors), config.errors ? "tone-bad" : ""), figure("Warnings", count(config.warnings), config.warnings ? "tone-warn" : ""));
    replace(problems, problemCard(config));
    replace(resources, resourceCard(config));
  }

  return { title: "Configuration", refresh };
}

function refused(config) {
  return element("section", { class: "card refused", role: "alert" }, element("h2", {}, "The files have errors"), element("p", {}, `They are not in force: generation ${config.generation}, the last good one, goes on. Mend what is told below, and they are read at once.`));
}

function problemCard(config) {
  return element(
    "section",
    { class: "card" },
    element("h2", {}, "Problems"),
    config.problems.length ? element("ul", { class: "problems" }, config.problems.map(problem)) : element("p", { class: "muted" }, "None. Every field that is written is enforced."),
  );
}

function problem(one) {
  const tone = { error: "bad", warning: "warn" }[one.severity] ?? "";
  return element(
    "li",
    {},
    element("p", {}, element("span", { class: "badge " + tone }, one.severity), element("code", { class: "place" }, `${one.file}:${one.line}:${one.column}`)),
    element("p", {}, one.path && element("b", {}, one.path + ": "), one.message, one.expected && element("span", { class: "muted" }, ` (expected: ${one.expected})`)),
    element("p", { class: "muted" }, [one.resource, one.code].filter(Boolean).join(" · ")),
  );
}

function resourceCard(config) {
  return element(
    "section",
    { class: "card list" },
    element("h2", {}, "In force"),
    element("p", { class: "muted" }, `${config.outboundPolicy}, ${many(config.resourcesTotal, "resource")} with something to say.`),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, element("tr", {}, ["Kind", "Name", "Written in", "Hosts"].map(name => element("th", { scope: "col" }, name)))), element("tbody", {}, config.resources.map(one => element("tr", {}, element("td", {}, one.kind), element("td", {}, one.name), element("td", {}, element("code", {}, one.where || "–")), element("td", { class: "clip wide" }, one.hosts.join(", ") + (one.hostsTotal > one.hosts.length ? " and " + count(one.hostsTotal - one.hosts.length) + " more" : ""))))))),
  );
}
