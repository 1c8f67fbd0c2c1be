"use strict";
(async () => {
  const at = (id) => document.getElementById(id);
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const say = (text, isBroken) => {
    at("status").textContent = text;
    at("status").className = isBroken ? "broken" : "";
  };

  // Texts go through the module byte by byte: it has functions of numbers only.
  const bytes = Uint8Array.from(atob(at("module").textContent), (c) => c.charCodeAt(0));
  const { put, ask, get } = (await WebAssembly.instantiate(bytes)).instance.exports;
  const asked = (question) => {
    for (const byte of new TextEncoder().encode(JSON.stringify(question))) put(byte);
    const answer = new Uint8Array(ask());
    for (let index = 0; index < answer.length; index += 1) answer[index] = get(index);
    return JSON.parse(new TextDecoder().decode(answer));
  };

  const apis = asked({ list: true }).apis;
  for (const api of apis) {
    const option = element("option");
    option.value = api.name;
    at("apis").append(option);
  }
  const known = () => {
    const name = at("api").value.trim().toLowerCase();
    return apis.find((api) => api.name.toLowerCase() === name || String(api.key) === name);
  };
  const versions = () => {
    const api = known();
    at("versions").textContent = api ? `${api.min} to ${api.max}` : "";
  };

  // What is in an object or an array, as nested lists that a browser folds by itself. A long array shows its
  // beginning: thousands of elements make a page that nobody can use.
  const MOST = 200;
  let left = 0;
  const list = (value) => {
    const made = element("ul");
    const entries = Object.entries(value);
    let shown = 0;
    for (const [name, inner] of entries) {
      if (shown >= MOST || left <= 0) break;
      made.append(field(name, inner));
      shown += 1;
    }
    if (shown < entries.length) {
      made.append(element("li", "count", `… and ${entries.length - shown} more, which are not shown`));
    }
    return made;
  };
  const field = (name, value) => {
    left -= 1;
    const made = element("li");
    const label = element("span", "name", name);
    if (value === null || typeof value !== "object" || Object.keys(value).length === 0) {
      made.append(label, ": ", element("span", "value", JSON.stringify(value)));
      return made;
    }
    const details = element("details");
    details.open = true;
    const summary = element("summary");
    summary.append(label);
    if (Array.isArray(value)) summary.append(" ", element("span", "count", `(${value.length})`));
    details.append(summary, list(value));
    made.append(details);
    return made;
  };

  const inputs = ["text", "what", "api", "version"];
  const decode = () => {
    const question = { secrets: at("secrets").checked };
    for (const id of inputs) {
      question[id] = at(id).value;
      at(id).removeAttribute("aria-invalid");
    }
    at("fields").replaceChildren();
    const answer = asked(question);
    if (!answer.ok) {
      const { message, hint, input } = answer.error;
      say(hint ? `${message}. What to do: ${hint}.` : message, true);
      at(input).setAttribute("aria-invalid", "true");
      return at(input);
    }
    const hidden = answer.hidden ? `; credentials left out: ${answer.hidden}` : "";
    say(`${answer.api} (key ${answer.api_key}) ${answer.direction}, version ${answer.version}${hidden}`, false);
    left = 5000;
    const parts = answer.header ? { header: answer.header, body: answer.body } : { body: answer.body };
    at("fields").append(list(parts));
    return at("result");
  };

  at("api").addEventListener("input", versions);
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    decode().focus();
  });
  // A link can bring what is to be decoded along: behind # nothing is sent.
  const given = new URLSearchParams(location.hash.slice(1));
  for (const id of inputs) if (given.has(id)) at(id).value = given.get(id);
  versions();
  if (given.has("text")) decode();
  document.body.dataset.ready = "true";
})().catch((error) => {
  document.getElementById("status").textContent = `The decoder cannot start here: ${error}`;
  document.getElementById("status").className = "broken";
});
