import uPlot from "../library/uplot.js";
import { element } from "./element.js";

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart of the last hour.
 *
 * @param title what it shows
 * @param lines `{ name, color, fill }`, the color a custom property of the style sheets
 * @param format a value in words
 * @param stacked whether each line stands on the one before it
 */
export function chart(title, lines, format, stacked) {
  const box = element("div", { class: "chart-box" });
  const figure = element(
    "section",
    { class: "card chart" },
    element("h2", {}, title),
    element("ul", { class: "legend" }, lines.map(line => element("li", {}, swatch(line.color), line.name))),
    box,
  );
  let plot = null;
  let data = null;

  function draw() {
    if (!data || !box.clientWidth) {
      return;
    }
    plot?.destroy();
    plot = new uPlot(options(), data, box);
  }

  function options() {
    const grid = { stroke: color("--line"), width: 1 };
    const axis = { stroke: color("--muted"), grid, ticks: { show: false }, font: "11px system-ui, sans-serif" };
    return {
      width: box.clientWidth,
      height: 190,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: { y: { range: (_, low, high) => [0, Math.max(high * 1.1, 1)] } },
      axes: [
        { ...axis, grid: { show: false }, space: 60, size: 30, values: [[60, "{HH}:{mm}", null, null, null, null, null, null, 1]] },
        { ...axis, size: 58, values: (_, values) => values.map(format) },
      ],
      series: [{}, ...series()],
    };
  }

  function series() {
    // The highest of a stack is drawn first, so that the lower ones lie upon it.
    return (stacked ? [...lines].reverse() : lines).map(line => ({
      stroke: color(line.color),
      fill: stacked ? color(line.color) : undefined,
      width: stacked ? 0 : 2,
      points: { show: false },
      paths: stacked ? uPlot.paths.bars({ size: [0.7, 14], radius: 0.15 }) : undefined,
    }));
  }

  const redraw = () => draw();
  const sizes = new ResizeObserver(redraw);
  sizes.observe(box);
  addEventListener("themechange", redraw);

  return {
    figure,
    /** @param times seconds since 1970; @param values one array a line */
    show(times, values) {
      let rows = values;
      if (stacked) {
        rows = [];
        values.forEach((row, i) => rows.push(row.map((value, at) => value + (i ? rows[i - 1][at] : 0))));
        rows.reverse();
      }
      const next = [times, ...rows];
      if (JSON.stringify(next) !== JSON.stringify(data)) {
        data = next;
        plot ? plot.setData(data) : draw();
      }
    },
    close() {
      removeEventListener("themechange", redraw);
      sizes.disconnect();
      plot?.destroy();
    },
  };
}

function swatch(name) {
  const piece = element("i");
  piece.style.background = `var(${name})`;
  return piece;
}
