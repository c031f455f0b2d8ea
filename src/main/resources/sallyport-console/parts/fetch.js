// The JSON behind the pages.

/** What a page of the API says; throws with its words when it refuses. */
export async function get(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value != null));
  return read(await fetch("/api/" + path + (asked.size ? "?" + asked : ""), { cache: "no-store" }));
}

/** The same with parameters that may repeat. */
export async function ask(path, query) {
  return read(await fetch("/api/" + path + "?" + query, { cache: "no-store" }));
}

export async function post(path) {
  return read(await fetch(path, { method: "POST" }), true);
}

async function read(answer, anyway = false) {
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok && !anyway) {
    throw Object.assign(new Error(body.error ?? "it answered " + answer.status), { status: answer.status });
  }
  return body;
}
