// The service graph: callers left, hosts right. Cytoscape keeps the elements, draws the edges and knows what is pointed
// at; the nodes themselves are buttons, so that they can be read, reached by keyboard and styled as text.
import cytoscape from "../library/cytoscape.js";
import { element, arrows } from "./element.js";
import { caller, millis, rate, share } from "./words.js";

const ROW = 78;
const MOST_ROWS = 40;
/** Where on the way the curves' control points lie: from the beginning, and from the end. */
const BEND = 0.36;
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** @param choose called with a node's id or an edge, when it is chosen */
export function topology(choose) {
  const canvas = element("div", { class: "graph-canvas", "aria-hidden": "true" });
  const layer = element("div", { class: "graph-layer" });
  const box = element("div", { class: "graph", role: "group", "aria-label": "Callers and hosts" }, canvas, layer);
  let cy = null;
  let data = null;
  let shape = "";
  let chosen = null;

  arrows(layer, ".node");
  layer.addEventListener("keydown", event => across(event, layer));

  function start() {
    cy = cytoscape({
      container: canvas,
      style: style(),
      layout: { name: "preset" },
      autoungrabify: true,
      boxSelectionEnabled: false,
      userPanningEnabled: false,
      userZoomingEnabled: false,
    });
    cy.on("tap", "edge", event => pick(event.target.data("target")));
    cy.on("mouseover", "edge", event => event.target.addClass("pointed"));
    cy.on("mouseout", "edge", event => event.target.removeClass("pointed"));
  }

  function pick(id) {
    chosen = id;
    mark();
    choose(data.nodes.find(node => node.id === id));
  }

  function mark() {
    for (const button of layer.querySelectorAll(".node")) {
      button.setAttribute("aria-pressed", String(button.dataset.key === chosen));
    }
    cy.edges().removeClass("pointed faint");
    if (chosen && cy.getElementById(chosen).nonempty()) {
      const near = cy.getElementById(chosen).connectedEdges();
      cy.edges().difference(near).addClass("faint");
    }
  }

  function draw() {
    if (!data || !box.clientWidth) {
      return;
    }
    if (!cy) {
      start();
    }
    const places = layout(data, box.clientWidth);
    box.style.height = places.height + "px";
    cy.resize();
    cy.batch(() => {
      cy.elements().remove();
      for (const place of places.nodes) {
        cy.add({ data: { id: place.node.id }, position: { x: place.x, y: place.y }, grabbable: false });
      }
      for (const line of places.edges) {
        cy.add({ data: line.data });
      }
    });
    cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
    const focused = layer.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    layer.replaceChildren(...places.nodes.map(place => card(place, pick, places.narrow)), ...places.edges.map(label).filter(Boolean));
    if (focused) {
      layer.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    mark();
  }

  function restyle() {
    cy?.style(style());
  }

  const sizes = new ResizeObserver(() => draw());
  sizes.observe(box);
  addEventListener("themechange", restyle);

  return {
    box,
    show(graph) {
      data = graph;
      const next = JSON.stringify([graph.nodes, graph.edges.map(edge => ({ ...edge, lastAt: 0 }))]);
      if (next !== shape) {
        shape = next;
        draw();
      }
    },
    release() {
      chosen = null;
      cy && mark();
    },
    close() {
      removeEventListener("themechange", restyle);
      sizes.disconnect();
      cy?.destroy();
    },
  };
}

/** Where everything goes: hosts in the order of standing, within it each node at the height of its neighbours. */
function layout(graph, width) {
  const narrow = width < 560;
  const card = { width: narrow ? Math.floor((width - 64) / 2) : Math.min(270, Math.floor(width * 0.27)), height: 56 };
  const margin = narrow ? 8 : 28;
  const rank = { listed: 0, unlisted: 1, denied: 2 };
  const hosts = graph.nodes.filter(node => node.kind === "host").sort((a, b) => rank[a.standing] - rank[b.standing]).slice(0, MOST_ROWS);
  const callers = graph.nodes.filter(node => node.kind === "caller").slice(0, MOST_ROWS);
  // Few crossings: each side is put in the order of the other, a few times over. Rates play no part, so nothing jumps.
  for (let round = 0; round < 4; round++) {
    const byHosts = middles(graph.edges, "source", "target", hosts);
    callers.sort((a, b) => byHosts(a) - byHosts(b));
    const byCallers = middles(graph.edges, "target", "source", callers);
    hosts.sort((a, b) => rank[a.standing] - rank[b.standing] || byCallers(a) - byCallers(b));
  }
  const rows = Math.max(hosts.length, callers.length);
  const height = Math.max(250, rows * ROW + 40);
  const column = (nodes, x) =>
    nodes.map((node, i) => ({ node, x, y: (height - rows * ROW) / 2 + ((i + 0.5) * rows * ROW) / nodes.length, card, edges: [] }));
  const nodes = [...column(callers, margin + card.width / 2), ...column(hosts, width - margin - card.width / 2)];
  const byId = new Map(nodes.map(place => [place.node.id, place]));
  const shown = graph.edges.filter(edge => byId.has(edge.source) && byId.has(edge.target));
  for (const edge of shown) {
    byId.get(edge.source).edges.push(edge);
    byId.get(edge.target).edges.push(edge);
  }
  return { height, nodes, narrow, edges: curves(shown, byId, card, narrow) };
}

/** How far down a node's neighbours are, on average. */
function middles(edges, own, other, neighbours) {
  const at = new Map(neighbours.map((node, i) => [node.id, (i + 0.5) / neighbours.length]));
  return node => {
    const places = edges.filter(edge => edge[own] === node.id && at.has(edge[other])).map(edge => at.get(edge[other]));
    return places.length ? places.reduce((sum, place) => sum + place, 0) / places.length : 1;
  };
}

/** Each edge as a curve that leaves and arrives level, spread over the sides of the cards it joins. */
function curves(edges, byId, card, narrow) {
  const most = Math.max(0.001, ...edges.map(edge => edge.rate));
  const taken = [];
  return edges.map((edge, i) => {
    const from = byId.get(edge.source);
    const to = byId.get(edge.target);
    const begin = { x: from.x + card.width / 2, y: from.y + port(from, edge, other => byId.get(other.target).y) };
    const end = { x: to.x - card.width / 2 - 6, y: to.y + port(to, edge, other => byId.get(other.source).y) };
    const across = end.x - begin.x;
    const down = end.y - begin.y;
    const square = across * across + down * down;
    const bend = (BEND * across * down) / Math.sqrt(square);
    const spot = free(begin, end, taken, narrow);
    return {
      edge,
      spot,
      narrow,
      data: {
        id: "edge " + i,
        source: edge.source,
        target: edge.target,
        tone: tone(edge),
        width: edge.count ? 1.5 + 3.5 * Math.sqrt(edge.rate / most) : 1.2,
        begin: begin.x - from.x + "px " + (begin.y - from.y) + "px",
        end: end.x - to.x + "px " + (end.y - to.y) + "px",
        bends: [-bend, bend],
        weights: [(BEND * across * across) / square, 1 - (BEND * across * across) / square],
      },
    };
  });
}

/** How far from the middle of a card's side an edge begins: in the order of where the edges come from. */
function port(place, edge, height) {
  const sorted = [...place.edges].sort((a, b) => height(a) - height(b));
  const room = Math.min(12, (place.card.height - 20) / Math.max(1, sorted.length - 1));
  return (sorted.indexOf(edge) - (sorted.length - 1) / 2) * room;
}

/** A spot on the curve for its figures, where no others are. */
function free(begin, end, taken, narrow) {
  const size = narrow ? { x: 46, y: 22 } : { x: 128, y: 26 };
  const spots = [0.5, 0.64, 0.36, 0.76, 0.24, 0.86].map(t => spotOn(begin, end, t));
  const spot = spots.find(one => !taken.some(other => Math.abs(one.x - other.x) < size.x && Math.abs(one.y - other.y) < size.y));
  spot && taken.push(spot);
  return spot ?? null;
}

/** A point of the curve: two quadratic ones that meet in the middle. */
function spotOn(begin, end, t) {
  if (t > 0.5) {
    return spotOn(end, begin, 1 - t);
  }
  const across = end.x - begin.x;
  const s = 2 * t;
  return {
    x: begin.x + across * (2 * (1 - s) * s * BEND + s * s * 0.5),
    y: begin.y + (end.y - begin.y) * s * s * 0.5,
  };
}

function tone(edge) {
  if (edge.denied) {
    return "denied";
  }
  if (!edge.count) {
    return "idle";
  }
  return edge.errorShare >= 0.05 ? "bad" : edge.errorShare > 0 ? "warn" : "good";
}

function card(place, pick, narrow) {
  const { node } = place;
  const words = node.kind === "caller" ? caller(node.name) : { name: node.name, place: "" };
  const calls = place.edges.reduce((sum, edge) => sum + edge.rate, 0);
  const button = element(
    "button",
    {
      type: "button",
      class: "node node-" + (node.kind === "caller" ? "caller" : node.standing),
      "data-key": node.id,
      "data-kind": node.kind,
      "data-name": node.name,
      title: node.name,
      onclick: () => pick(node.id),
    },
    element("span", { class: "node-name" }, words.name),
    element(
      "span",
      { class: "node-more" },
      node.standing === "denied" ? narrow ? "denied · YAML" : "denied · show the YAML" : [words.place, rate(calls)].filter(Boolean).join(" · "),
    ),
  );
  button.style.width = place.card.width + "px";
  button.style.height = place.card.height + "px";
  button.style.left = place.x - place.card.width / 2 + "px";
  button.style.top = place.y - place.card.height / 2 + "px";
  return button;
}

function label({ edge, spot, narrow }) {
  if (!spot || (narrow && !edge.count)) {
    return null;
  }
  const words = edge.denied
    ? [rate(edge.rate)]
    : narrow
      ? [rate(edge.rate)]
      : [rate(edge.rate), edge.errorShare > 0 && share(edge.errorShare) + " err", edge.count > 0 && "p99 " + millis(edge.p99)];
  const piece = element("span", { class: "edge-label edge-" + tone(edge), "aria-hidden": "true" }, words.filter(Boolean).join(" · "));
  piece.style.left = spot.x + "px";
  piece.style.top = spot.y + "px";
  return piece;
}

/** Left and right go to the other column. */
function across(event, layer) {
  const kind = { ArrowRight: "host", ArrowLeft: "caller" }[event.key];
  if (kind && document.activeElement.dataset.kind && document.activeElement.dataset.kind !== kind) {
    event.preventDefault();
    layer.querySelector(`.node[data-kind="${kind}"]`)?.focus();
  }
}

function style() {
  const line = name => ({ "line-color": color(name), "target-arrow-color": color(name) });
  return [
    { selector: "node", style: { width: 1, height: 1, opacity: 0, events: "no" } },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "control-point-distances": "data(bends)",
        "control-point-weights": "data(weights)",
        "source-endpoint": "data(begin)",
        "target-endpoint": "data(end)",
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.9,
        "line-cap": "round",
        ...line("--good"),
      },
    },
    { selector: 'edge[tone = "idle"]', style: { ...line("--line-strong"), "line-style": "solid" } },
    { selector: 'edge[tone = "warn"]', style: line("--warn") },
    { selector: 'edge[tone = "bad"]', style: line("--bad") },
    { selector: 'edge[tone = "denied"]', style: { ...line("--denied"), "line-style": "dashed", "line-dash-pattern": [5, 6], "target-arrow-shape": "tee", width: 1.8 } },
    { selector: "edge.faint", style: { opacity: 0.18 } },
    { selector: "edge.pointed", style: { width: 5, opacity: 1 } },
  ];
}
