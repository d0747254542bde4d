// The editor of rules: checks a draft a third of a second after a key, and then shows its effect on stored entries.
"use strict";
const form = document.querySelector("#draft");
const area = document.querySelector("#text");
const found = document.querySelector("#found");
const standing = document.querySelector("#standing");
const PAUSE = 333;
let timer = 0;
let busy = false;
let again = false;
let saved = area?.value;

async function send(wish) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("do", wish);
  fields.set("part", "1");
  return fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
}

async function ask(wish) {
  const answer = await send(wish);
  const text = await answer.text();
  if (answer.headers.get("content-type")?.startsWith("text/html") && text.includes('class="panel"')) {
    found.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    form.dispatchEvent(new Event("judged"));
    return answer.ok;
  }
  standing.textContent = answer.status === 403 ? "This browser may not check any more: open the link again." : "The check failed.";
  return false;
}

async function check() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  standing.textContent = "checking …";
  try {
    const before = area.value;
    const well = await ask("check");
    const go = () => before === area.value && !found.querySelector("[data-level=error]");
    if (well && go()) await ask("effect");
    if (well && go() && found.querySelector("[data-effect=matches]")) await ask("alerts");
    exactly();
    if (standing.textContent === "checking …") standing.textContent = area.value === saved ? "" : "not saved";
  } catch {
    standing.textContent = "wirewatch does not answer.";
  }
  busy = false;
  if (again) {
    again = false;
    later();
  }
}

// Alerts are known about by now; the whole history is compared behind that, while the text stays as it is.
async function exactly() {
  const before = area.value;
  while (before === area.value && found.querySelector("#exact:not([data-state=done])")) {
    const answer = await send("exact").catch(() => null);
    if (!answer?.ok || before !== area.value) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#exact");
    if (!part) return;
    found.querySelector("#exact")?.replaceWith(part);
    if (part.dataset.state !== "done") await new Promise((resolve) => setTimeout(resolve, 700));
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

if (form && standing) {
  area.addEventListener("input", later);
  exactly();
  form.addEventListener("submit", () => (saved = area.value));
  addEventListener("beforeunload", (event) => {
    if (area.value !== saved) event.preventDefault();
  });
}
