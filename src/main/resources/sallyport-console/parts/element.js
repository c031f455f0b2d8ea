// Elements made of data. Text is only ever set as text: hosts, paths and callers are written by strangers.

/** An element with attributes, listeners (on...) and children; null and false children are left out. */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

/** Puts other children into an element, unless they would look the same; keeps the focus where it was. */
export function replace(parent, ...children) {
  const fresh = children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
  const next = document.createElement("div");
  next.append(...fresh);
  if (parent.innerHTML === next.innerHTML && parent.childElementCount) {
    return;
  }
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...next.childNodes);
  if (focused) {
    parent.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

/** The arrow keys, Home and End go from one to the next of what matches. */
export function arrows(container, selector) {
  container.addEventListener("keydown", event => {
    const all = [...container.querySelectorAll(selector)];
    const here = all.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (here >= 0 && next !== undefined && all[next]) {
      event.preventDefault();
      all[next].focus();
    }
  });
}
