// Numbers as people read them.

export function rate(perSecond) {
  if (perSecond >= 0.995) {
    return (perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)) + "/s";
  }
  const perMinute = perSecond * 60;
  return perMinute === 0 ? "idle" : (perMinute >= 9.5 ? Math.round(perMinute) : perMinute.toFixed(perMinute < 0.95 ? 2 : 0)) + "/min";
}

export function millis(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  if (value < 1) {
    return value === 0 ? "0 ms" : "<1 ms";
  }
  return value < 999.5 ? Math.round(value) + " ms" : (value / 1000).toFixed(value < 9950 ? 2 : 1) + " s";
}

export function share(part) {
  const percent = part * 100;
  return (percent === 0 || percent >= 9.95 ? Math.round(percent) : percent.toFixed(1)) + " %";
}

export function count(number) {
  return number.toLocaleString("en-US");
}

export function bytes(number) {
  const units = ["B", "kB", "MB", "GB"];
  let unit = 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    unit++;
  }
  return (unit && number < 10 ? number.toFixed(1) : Math.round(number)) + " " + units[unit];
}

export function clock(at) {
  return new Date(at).toLocaleTimeString("en-GB", { hour12: false });
}

export function ago(at, now) {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 60) {
    return seconds + " s ago";
  }
  return seconds < 3600 ? Math.round(seconds / 60) + " min ago" : Math.round(seconds / 3600) + " h ago";
}

/** `1 host`, `2 hosts`. */
export function many(number, thing) {
  return count(number) + " " + thing + (number === 1 ? "" : "s");
}

/** A caller's name and, before the last slash, where it belongs. */
export function caller(name) {
  const slash = name.lastIndexOf("/");
  return { name: name.slice(slash + 1), place: slash < 0 ? "" : name.slice(0, slash) };
}

export function link(page, name) {
  return "#/" + page + "/" + encodeURIComponent(name);
}
